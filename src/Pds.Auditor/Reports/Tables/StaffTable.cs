using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Tables;

/// <summary><c>staff-actions.csv</c>: one row an act of somebody other than a resident or recipient; written as the log is read.</summary>
internal sealed class StaffTable(AuditStory story, string path, AuditTexts texts) : IStoryPart, IDisposable
{
    private readonly CsvFile file = new(path, ReportTables.StaffActions, texts);

    /// <inheritdoc/>
    public void See(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case HistoryRead e:
                Write(leaf, e.Reader, e.Role, ground: e.Reason, firstSeq: e.FirstSeq, limit: e.Limit);
                break;
            case ExportRequested e:
                Write(leaf, story.NameOf(e.Auditor), "auditor", e.Export.ToString(), e.Reason);
                break;
            case ExportFetched e:
                Write(leaf, story.NameOf(e.By), "auditor", e.Export.ToString());
                break;
            case ExportEnded e:
                Write(leaf, "", "", e.Export.ToString(), e.Outcome);
                break;
            case NoticesSent { By: { } printer } e:
                Write(leaf, story.NameOf(printer), "steward", e.Notice.ToString());
                break;
            case ResidentCreated e:
                Write(leaf, story.NameOf(e.By), "steward");
                break;
            case DeviceEnrolled { By: { } by }:
                Write(leaf, by, "staff");
                break;
            case EnrollmentCodeIssued e:
                Write(leaf, story.NameOf(e.By), "steward", e.Organization.ToString());
                break;
            case GuardianRegistered e:
                Write(leaf, story.NameOf(e.By), "steward", e.Mandate.ToString(), e.Relation);
                break;
            case RegisterChanged e:
                Write(leaf, story.NameOf(e.By), "steward");
                break;
            case MandateEnded { By: "city" } e:
                Write(leaf, "", "steward", e.Mandate.ToString(), e.Reason ?? "");
                break;
            case RepresentativeLooked e:
                Write(leaf, e.Mandate.ToString(), e.Role, ground: e.What);
                break;
            case ConsentGranted { Acting: { Mandate: { } mandate, Role: { } role } } e:
                Write(leaf, mandate, role, e.Grant.ToString());
                break;
            case ConsentDeclined { Acting: { Mandate: { } mandate, Role: { } role } } e:
                Write(leaf, mandate, role, e.Grant.ToString());
                break;
            case ConsentPaused { Acting: { Mandate: { } mandate, Role: { } role } } e:
                Write(leaf, mandate, role, e.Grant.ToString());
                break;
            case ConsentWithdrawn { Acting: { Mandate: { } mandate, Role: { } role } } e:
                Write(leaf, mandate, role, e.Grant.ToString());
                break;
            case OrganizationRegistered e:
                Write(leaf, story.NameOf(e.By), "steward", e.Organization.ToString());
                break;
            case OrganizationSuspended e:
                Write(leaf, story.NameOf(e.By), "steward", e.Organization.ToString(), e.Reason);
                break;
            case PurposeReviewed e:
                Write(leaf, OrganizationId.TryParse(e.By, out var reviewer) ? story.NameOf(reviewer) : e.By ?? "", "reviewer", e.Purpose, e.Review);
                break;
            case PurposeInvalidated e:
                Write(leaf, story.NameOf(e.By), "", e.Purpose, e.Reason);
                break;
            case DatasetInvalidated e:
                Write(leaf, story.NameOf(e.By), "steward", e.Dataset, e.Reason);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write(
        StoryLeaf leaf, string by, string role, string subject = "", string ground = "", long? firstSeq = null, int? limit = null) =>
        file.Write(
            leaf.Index, leaf.Entry.At, texts["event." + leaf.Entry.Kind], by, role.Length == 0 ? "" : texts.Find("role." + role) ?? role, leaf.Who, subject, ground,
            firstSeq, limit);
}
