using Pds.Auditor.Reports.Controls;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Consent;

namespace Pds.Auditor.Reports.Sections;

/// <summary>
/// The controls of the assessment as queries: which hold, which are broken, and a link to the declaration that breaks one (FEATURES N16).
/// </summary>
internal sealed class ControlResults : ISection
{
    /// <inheritdoc/>
    public string Key => "controls";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var run = new ControlRun(report);
        var results = run.Run();
        html.In("p", report.Texts["controls.lead"]);
        html.In("p", report.Story.Controls.LastOrDefault() is { } known
            ? report.Texts.Format("controls.in-force", known.Id, known.Leaf, Shown.Time(known.At))
            : report.Texts["controls.none"]);
        new DataTable(
            report.Texts["controls.table"],
            [.. new[] { "control", "rule", "asked", "broken", "result" }.Select(key => report.Texts["controls." + key])],
            [.. results.Select(result => Row(report, result))]).Write(html, report.Texts);
        if (results.Any(result => result.Breaches.Count > 0))
        {
            html.In("h3", report.Texts["controls.breaches"]);
            new DataTable(
                report.Texts["controls.breaches"],
                [.. new[] { "control", "subject", "member", "value", "effect" }.Select(key => report.Texts["controls." + key])],
                [.. results.SelectMany(result => Breaches(report, result))]).Write(html, report.Texts);
        }
    }

    private static IReadOnlyList<TableCell> Row(ReportModel report, ControlResult result) =>
    [
        result.Control.Id,
        report.Language == "ja" ? result.Control.RuleJa : result.Control.RuleEn,
        TableCell.Number(Number(report, result.Control, result.Asked)),
        TableCell.Number(Number(report, result.Control, result.Breaches.Count)),
        result.Breaches.Count > 0 ? new TableCell(report.Texts["controls.bad"], "bad")
            : result.Asked == 0 ? report.Texts["controls.nothing"]
            : new TableCell(report.Texts["controls.ok"], "ok"),
    ];

    private static IEnumerable<IReadOnlyList<TableCell>> Breaches(ReportModel report, ControlResult result) =>
        !IsPersonal(result.Control) || report.Cut != Cut.Public
            ? result.Breaches.Select(breach => (IReadOnlyList<TableCell>)[
                result.Control.Id,
                new TableCell(breach.Name, "bad", breach.Anchor is { } anchor ? "#" + anchor : null),
                breach.Condition.Fact,
                breach.Value?.ToString() ?? report.Texts["none"],
                breach.Standing is { } standing ? report.Texts["controls." + standing] : "",
            ])
            : [[result.Control.Id, report.Texts["controls.hidden"], "", "", ""]];

    // Purposes are nobody's; consents and calls are somebody's.
    private static bool IsPersonal(Control control) => control.On != ControlSubject.Purpose;

    // Of consents, the number asked is the number given, hidden where that is.
    private static string Number(ReportModel report, Control control, int number) =>
        control.On == ControlSubject.Consent && !report.Given().IsOpen ? report.Figures.Withheld.Text
        : report.Figures.Of(new Count(number, control.On == ControlSubject.Consent ? number : 0)).Text;
}
