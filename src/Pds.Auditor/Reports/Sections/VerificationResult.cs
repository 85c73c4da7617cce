using Pds.Auditor.Checks;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>What the verification of the export found: every check, and what was believed on the export's word.</summary>
internal sealed class VerificationResult : ISection
{
    /// <inheritdoc/>
    public string Key => "verification";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Checks["verdict." + report.Verdict.Word], ("class", "verdict " + report.Verdict.Word));
        html.In("p", report.Texts["verification.lead"]);
        new DataTable(
            report.Texts["verification.table"],
            [.. Columns(report).Select(key => report.Texts["verification." + key])],
            [.. report.Verdict.Checks.Select(check => (IReadOnlyList<TableCell>)[.. Row(check, report).Take(Columns(report).Count())])]).Write(html, report.Texts);
        WriteNotes(html, report);
    }

    // How many consents a check looked at is a count like any other, and would give away what is hidden elsewhere.
    private static IEnumerable<string> Columns(ReportModel report) => new[] { "check", "what", "result", "seen" }.Take(report.Cut == Cut.Public ? 3 : 4);

    private static IReadOnlyList<TableCell> Row(CheckReport check, ReportModel report) =>
    [
        check.Id,
        report.Checks[check.Id],
        new TableCell(ResultOf(check, report), check.Status switch
        {
            CheckStatus.Sound => "ok",
            CheckStatus.NotApplicable => null,
            CheckStatus.Finding or CheckStatus.Tampered => "bad",
        }),
        TableCell.Number(Shown.Number(check.Seen)),
    ];

    private static string ResultOf(CheckReport check, ReportModel report)
    {
        var status = report.Checks["status." + check.Status];
        return check.First is not { } first ? status
            : $"{status} {report.Checks["fault." + first.Fault]}"
                + (check.Failures > 1 && report.Cut != Cut.Public ? report.Checks.Format("more", check.Failures - 1) : "")
                + (first.Leaf is { } leaf && report.Cut == Cut.Technical ? report.Checks.Format("leaf", leaf) : "");
    }

    // A verdict is worth what its keys are worth: what came with the export was believed on the export's word.
    private static void WriteNotes(Html html, ReportModel report)
    {
        var notes = report.Verdict.Checks.SelectMany(check => check.NotApplicable).Select(key => report.Checks[key]).ToList();
        if (report.Verdict.Anchors.Policy is null && report.Verdict.LogKey is { } key)
        {
            notes.Add(report.Checks.Format("trust.log", key));
        }

        if (report.Verdict.Anchors.Root is null)
        {
            notes.Add(report.Checks["trust.root"]);
        }

        html.In("ul", () => notes.Distinct(StringComparer.Ordinal).ToList().ForEach(note => html.In("li", note)), ("class", "note"));
    }
}
