using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Stories;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Item by item: how many consents asked for it, allowed it, and had it read. What is asked and never read need not be asked.</summary>
internal sealed class Proportionality : ISection
{
    /// <inheritdoc/>
    public string Key => "items";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Texts["items.lead"]);
        var groups = report.Story.Consents.Values.GroupBy(consent => consent.Purpose, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        var purposes = report.Purposes();
        foreach (var (number, group) in groups.Index())
        {
            Write(html, report, number, group.Key, purposes[group.Key], [.. group]);
        }
    }

    private static void Write(Html html, ReportModel report, int number, string purpose, Figure known, List<ConsentStory> consents)
    {
        var fields = consents.SelectMany(consent => (consent.Asked?.Fields ?? []).Concat(consent.Given?.Fields ?? [])).Distinct(StringComparer.Ordinal).ToList();
        if (fields.Count == 0)
        {
            return;
        }

        var rows = fields.Select(field => (Field: field, Figures: report.Items(known, consents, field))).ToList();
        html.In("h3", report.PurposeName(purpose));
        html.In("figure", () =>
        {
            html.In("figcaption", report.Texts["items.caption"]);
            html.In("div", () =>
            {
                BarChart.Draw(html, $"chart-items-{number}", report.Texts.Format("items.title", report.PurposeName(purpose)), report.Texts["items.caption"],
                    [.. rows.SelectMany(row => Bars(report, report.LabelOf(purpose, row.Field), row.Figures))]);
                new DataTable(
                    report.Texts.Format("items.title", report.PurposeName(purpose)),
                    [report.Texts["item"], report.Texts["items.asked"], report.Texts["items.granted"], report.Texts["items.read"]],
                    [.. rows.Select(row => (IReadOnlyList<TableCell>)[
                        report.LabelOf(purpose, row.Field), .. row.Figures.Select(figure => TableCell.Number(figure.Text))])]).Write(html, report.Texts);
            }, ("class", "pair"));
        });
    }

    private static IEnumerable<Bar> Bars(ReportModel report, string label, IReadOnlyList<Figure> figures) =>
    [
        new(report.Texts["items.asked"], figures[0], 0, label), new(report.Texts["items.granted"], figures[1], 2), new(report.Texts["items.read"], figures[2], 1),
    ];
}
