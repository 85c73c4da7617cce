using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Law;
using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Who asked outside the ceilings, month by month, and what else was refused.</summary>
internal sealed class MonthlyDeviations : ISection
{
    /// <inheritdoc/>
    public string Key => "deviations";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Texts["deviations.lead"]);
        var lines = Deviations.Of(report.Story, report.Texts);
        var figures = FiguresOf(report, lines);
        Write(html, report, "above", [.. lines.Zip(figures).Where(pair => pair.First.IsAboveCeilings)]);
        Write(html, report, "other", [.. lines.Zip(figures).Where(pair => !pair.First.IsAboveCeilings)]);
    }

    // The lines of a month make up its refusals: they are hidden together with them.
    private static List<Figure> FiguresOf(ReportModel report, IReadOnlyList<Deviations.Line> lines)
    {
        var months = UsesByMonth.RefusedOf(report);
        return [.. lines.GroupBy(line => line.Month).SelectMany(group =>
        {
            var shown = report.Figures.OfLine([.. group.Select(line => new Count(line.Count, line.Persons))]);
            return months[group.Key].IsOpen ? shown : shown.Select(_ => report.Figures.Withheld);
        })];
    }

    private static void Write(Html html, ReportModel report, string key, IReadOnlyList<(Deviations.Line Line, Figure Figure)> lines) => new DataTable(
        report.Texts["deviations." + key],
        [report.Texts["month"], report.Texts["deviations.organization"], report.Texts["col.reason_text"], report.Texts["col.count"]],
        [.. lines.Select(pair => (IReadOnlyList<TableCell>)[
            new TableCell(pair.Line.Month, "keep"), pair.Line.Organization,
            report.Language == "ja" && pair.Line.Sentence.Length > 0 ? pair.Line.Sentence : pair.Line.Reason, TableCell.Number(pair.Figure.Text)])]).Write(html, report.Texts);
}
