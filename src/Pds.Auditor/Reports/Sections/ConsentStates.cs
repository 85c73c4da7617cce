using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Consents by where they stand at the end of the log, by purpose, by channel; and what the log does not hold.</summary>
internal sealed class ConsentStates : ISection
{
    /// <inheritdoc/>
    public string Key => "consents";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        Chart(html, report, "states", [.. report.States().Select(pair => (report.Texts["state." + pair.Key], pair.Value))]);
        Chart(html, report, "by-purpose", [.. report.Purposes().Select(pair => (report.PurposeName(pair.Key), pair.Value))]);
        Chart(html, report, "by-channel", [.. report.Channels().Select(pair => (report.Texts.Find("channel." + pair.Key) ?? pair.Key, pair.Value))]);
        html.In("h3", report.Texts["by-age"]);
        html.In("p", report.Texts["by-age.not-recorded"]);
    }

    /// <summary>A chart with its table: counts of one population.</summary>
    internal static void Chart(Html html, ReportModel report, string key, IReadOnlyList<(string Label, Figure Figure)> counts)
    {
        html.In("h3", report.Texts[key]);
        if (counts.Count == 0)
        {
            html.In("p", report.Texts.Format("no-rows", report.Texts[key]), ("class", "none"));
            return;
        }

        html.In("figure", () =>
        {
            html.In("figcaption", report.Texts[key + ".caption"]);
            html.In("div", () =>
            {
                BarChart.Draw(html, "chart-" + key, report.Texts[key], report.Texts[key + ".caption"], [.. counts.Select(count => new Bar(count.Label, count.Figure))]);
                new DataTable(
                    report.Texts[key], [report.Texts[key + ".label"], report.Texts["count"]],
                    [.. counts.Select(count => (IReadOnlyList<TableCell>)[count.Label, TableCell.Number(count.Figure.Text)])]).Write(html, report.Texts);
            }, ("class", "pair"));
        });
    }
}
