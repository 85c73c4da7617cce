using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Stories;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Calls for data by Tokyo month: delivered, stopped, refused.</summary>
internal sealed class UsesByMonth : ISection
{
    private static readonly (string Key, int Series, Func<MonthStory, long> Number)[] Kinds =
        [("delivered", 2, month => month.Delivered), ("stopped", 1, month => month.Stopped), ("refused", 3, month => month.AllRefused)];

    /// <inheritdoc/>
    public string Key => "uses";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Texts["uses.lead"]);
        if (report.Story.Months.Count == 0)
        {
            html.In("p", report.Texts.Format("no-rows", report.Texts["uses.title"]), ("class", "none"));
            return;
        }

        var lines = Kinds.Select(kind => LineOf(report, kind.Number)).ToList();
        html.In("figure", () =>
        {
            html.In("figcaption", report.Texts["uses.caption"]);
            html.In("div", () =>
            {
                BarChart.Draw(html, "chart-uses", report.Texts["uses.title"], report.Texts["uses.caption"], [.. Bars(report, lines)]);
                new DataTable(
                    report.Texts["uses.title"], [report.Texts["month"], .. Kinds.Select(kind => report.Texts["uses." + kind.Key])],
                    [.. report.Story.Months.Keys.Select((month, n) =>
                        (IReadOnlyList<TableCell>)[month, .. lines.Select(line => TableCell.Number(line[n].Text))])]).Write(html, report.Texts);
            }, ("class", "pair"));
        });
    }

    /// <summary>The refusals of each month, as this section shows them.</summary>
    internal static Dictionary<string, Figure> RefusedOf(ReportModel report) =>
        report.Story.Months.Keys.Zip(LineOf(report, month => month.AllRefused)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    private static IReadOnlyList<Figure> LineOf(ReportModel report, Func<MonthStory, long> number) => report.Figures.OfLine(
        [.. report.Story.Months.Values.Select(month => new Count(number(month), number(month) == 0 ? 0 : month.Persons.Count))]);

    private static IEnumerable<Bar> Bars(ReportModel report, List<IReadOnlyList<Figure>> lines) =>
        from month in report.Story.Months.Keys.Index()
        from kind in Kinds.Index()
        select new Bar(
            report.Texts["uses." + kind.Item.Key], lines[kind.Index][month.Index], kind.Item.Series, kind.Index == 0 ? month.Item : null);
}
