using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Stories;
using Pds.Cryptography;

namespace Pds.Auditor.Reports.Sections;

/// <summary>
/// For who checks again: each consent's entries, one after the other, with leaf index and commitment. Receipts of acts are made from
/// these entries and are not in an export: each supersedes the receipt of the entry before it, which check A6 has held them to.
/// </summary>
internal sealed class ConsentChains : ISection
{
    private const int MostConsents = 200;

    /// <inheritdoc/>
    public string Key => "chains";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Texts["chains.lead"]);
        var consents = report.Story.Consents.Values.ToList();
        if (consents.Count > MostConsents)
        {
            html.In("p", report.Texts.Format("chains.some", MostConsents, consents.Count), ("class", "note"));
        }

        new DataTable(
            report.Texts["chains.table"],
            [.. new[] { "grant", "event", "at", "leaf" }.Select(key => report.Texts["col." + key]), report.Texts["chains.commitment"]],
            [.. consents.Take(MostConsents).SelectMany(consent => consent.Steps.Select(step => Row(report, consent, step)))]).Write(html, report.Texts);
    }

    private static IReadOnlyList<TableCell> Row(ReportModel report, ConsentStory consent, ConsentStep step) =>
    [
        consent.Grant.ToString(), report.Texts["event." + step.Kind], Shown.Time(step.At), TableCell.Number(Shown.Number(step.Leaf)), Base64Url.Encode(step.Commitment),
    ];
}
