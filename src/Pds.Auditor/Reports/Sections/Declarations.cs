using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Stories;
using Pds.Consent;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Every purpose version in the export, with an anchor of its own, and what the review board decided on it (FEATURES Q12).</summary>
internal sealed class Declarations : ISection
{
    /// <inheritdoc/>
    public string Key => "declarations";

    /// <summary>The anchor of a purpose version.</summary>
    public static string AnchorOf(string purpose) => "purpose-" + purpose.Replace('@', '-');

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var purposes = report.Story.Purposes.Values.OrderBy(purpose => purpose.Id, StringComparer.Ordinal).ToList();
        html.In("p", report.Texts["declarations.lead"]);
        new DataTable(
            report.Texts["declarations.table"],
            [.. new[] { "purpose", "recipient", "data", "keeps", "sensitive", "pia", "state" }.Select(key => report.Texts["declarations." + key])],
            [.. purposes.Select(purpose => Row(report, purpose))]).Write(html, report.Texts);
        html.In("h3", report.Texts["board"]);
        new DataTable(
            report.Texts["board.table"],
            [.. new[] { "purpose", "decision", "at", "by", "ground" }.Select(key => report.Texts["board." + key])],
            [.. purposes.Where(purpose => purpose.Reviewed is not null).Select(purpose => Decision(report, purpose))]).Write(html, report.Texts);
    }

    private static IReadOnlyList<TableCell> Row(ReportModel report, PurposeStory purpose)
    {
        var declared = purpose.Definition;
        var dataset = report.Story.Datasets.GetValueOrDefault(declared?.Dataset.ToString() ?? "")?.Definition;
        var sensitive = declared?.AllFields.Count(field => dataset?.Field(field)?.Sensitive == true) ?? 0;
        return
        [
            new TableCell(report.PurposeName(purpose.Id), Id: AnchorOf(purpose.Id)),
            declared?.RecipientNameJa ?? "",
            declared is null ? "" : report.Texts.Format("declarations.fields", dataset?.NameJa ?? declared.Dataset.ToString(), declared.AllFields.Count()),
            declared is null ? "" : KeepsOf(report, declared),
            report.Texts.Format("declarations.items", sensitive),
            declared?.PiaReference ?? report.Texts["none"],
            new TableCell(report.Texts["purpose-state." + purpose.State], purpose.State == PurposeState.Approved ? "ok keep" : "keep"),
        ];
    }

    private static string KeepsOf(ReportModel report, Purpose declared) => declared.Ceilings.Mode == UseMode.View
        ? report.Texts["keeps.view"]
        : report.Texts.Format("keeps.days", declared.Ceilings.RetentionDays);

    private static IReadOnlyList<TableCell> Decision(ReportModel report, PurposeStory purpose)
    {
        var entry = purpose.Reviewed!.Value.Entry;
        return
        [
            report.PurposeName(purpose.Id), new TableCell(report.Texts.Find("decision." + entry.Decision) ?? entry.Decision, "keep"), new TableCell(Shown.Date(entry.At), "keep"),
            Ledger.OrganizationId.TryParse(entry.By, out var by) ? report.Story.NameOf(by) : entry.By ?? report.Texts["not-recorded"], entry.Review,
        ];
    }
}
