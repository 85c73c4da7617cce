using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Consent;

namespace Pds.Auditor.Reports.Sections;

/// <summary>Consents by where they stand at the end of the log, by purpose, by channel; and what the log does not hold.</summary>
internal sealed class ConsentStates : ISection
{
    /// <inheritdoc/>
    public string Key => "consents";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var consents = report.Story.Consents.Values.ToList();
        Chart(html, report, "states", [.. Enum.GetValues<GrantState>().Select(state => (
            report.Texts["state." + state], ReportModel.CountOf(consents.Where(consent => consent.State == state))))]);
        Chart(html, report, "by-purpose", [.. consents.GroupBy(consent => consent.Purpose, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (report.PurposeName(group.Key), ReportModel.CountOf(group)))]);
        Chart(html, report, "by-channel", [.. consents.Where(consent => consent.Given is not null)
            .GroupBy(consent => consent.Given!.EvidenceType, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (report.Texts.Find("channel." + group.Key) ?? group.Key, ReportModel.CountOf(group)))]);
        html.In("h3", report.Texts["by-age"]);
        html.In("p", report.Texts["by-age.not-recorded"]);
    }

    /// <summary>A chart with its table: counts of one population.</summary>
    internal static void Chart(Html html, ReportModel report, string key, IReadOnlyList<(string Label, Count Count)> counts)
    {
        html.In("h3", report.Texts[key]);
        if (counts.Count == 0)
        {
            html.In("p", report.Texts.Format("no-rows", report.Texts[key]), ("class", "none"));
            return;
        }

        var figures = report.Figures.OfLine([.. counts.Select(count => count.Count)]);
        html.In("figure", () =>
        {
            html.In("figcaption", report.Texts[key + ".caption"]);
            html.In("div", () =>
            {
                BarChart.Draw(html, "chart-" + key, report.Texts[key], report.Texts[key + ".caption"], [.. counts.Select((count, n) => new Bar(count.Label, figures[n]))]);
                new DataTable(
                    report.Texts[key], [report.Texts[key + ".label"], report.Texts["count"]],
                    [.. counts.Select((count, n) => (IReadOnlyList<TableCell>)[count.Label, TableCell.Number(figures[n].Text)])]).Write(html, report.Texts);
            }, ("class", "pair"));
        });
    }
}
