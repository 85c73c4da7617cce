using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Tables;

/// <summary>
/// <c>policy-changes.csv</c>: one row a change of what may be asked, by whom, and under which keys; written as the log is read.
/// </summary>
internal sealed class PolicyTable(AuditStory story, string path, AuditTexts texts) : IStoryPart, IDisposable
{
    private readonly CsvFile file = new(path, ReportTables.PolicyChanges, texts);

    /// <inheritdoc/>
    public void See(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case DatasetPublished e:
                Write(leaf, e.Dataset, digest: e.DefinitionSha256);
                break;
            case DatasetInvalidated e:
                Write(leaf, e.Dataset, by: story.NameOf(e.By), ground: e.Reason);
                break;
            case PurposeProposed e:
                Write(leaf, e.Purpose, by: story.NameOf(e.Recipient), digest: e.DefinitionSha256);
                break;
            case PurposeReviewed e:
                Write(leaf, e.Purpose, by: NameOf(e.By), decision: texts.Find("decision." + e.Decision) ?? e.Decision, ground: e.Review);
                break;
            case PurposeInvalidated e:
                Write(leaf, e.Purpose, by: story.NameOf(e.By), ground: e.Reason);
                break;
            case ControlsPublished e:
                Write(leaf, e.Controls, digest: e.DefinitionSha256);
                break;
            case OrganizationRegistered e:
                Write(leaf, e.Organization.ToString(), e.NameJa, story.NameOf(e.By), ground: string.Join(texts["separator"], e.Roles));
                break;
            case OrganizationEnrolled e:
                Write(leaf, e.Organization.ToString(), story.NameOf(e.Organization), digest: e.CertificateSha256);
                break;
            case CertificateRenewed e:
                Write(leaf, e.Organization.ToString(), story.NameOf(e.Organization), digest: e.CertificateSha256);
                break;
            case OrganizationSuspended e:
                Write(leaf, e.Organization.ToString(), story.NameOf(e.Organization), story.NameOf(e.By), ground: e.Reason);
                break;
            case KeyPublished e:
                Write(leaf, e.Kid, e.Use, digest: e.PublicKeySha256);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write(
        StoryLeaf leaf, string subject, string name = "", string by = "", string decision = "", string ground = "", byte[]? digest = null) =>
        file.Write(
            leaf.Index, leaf.Entry.At, texts["event." + leaf.Entry.Kind], subject, name, by, decision, ground, digest is null ? "" : Base64Url.Encode(digest));

    private string NameOf(string? by) => OrganizationId.TryParse(by, out var id) ? story.NameOf(id) : by ?? "";
}
