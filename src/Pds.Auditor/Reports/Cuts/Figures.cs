using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports.Cuts;

/// <summary>Counts as text, under a cut.</summary>
/// <param name="cut">For whom.</param>
/// <param name="texts">The report's texts.</param>
internal sealed class Figures(Cut cut, AuditTexts texts)
{
    /// <summary>For whom.</summary>
    public Cut Cut => cut;

    /// <summary>One count that stands alone.</summary>
    public Figure Of(Count count) =>
        cut == Cut.Public && count.IsSmall ? new Figure(texts["small"], 0) : new Figure(Shown.Number(count.Things), count.Things);

    /// <summary>Counts whose sum is known.</summary>
    public IReadOnlyList<Figure> OfLine(IReadOnlyList<Count> counts)
    {
        if (cut != Cut.Public)
        {
            return [.. counts.Select(Of)];
        }

        var shown = SmallCounts.Protect(counts);
        return [.. counts.Select((count, n) => shown[n] switch
        {
            ShownCount.Open => new Figure(Shown.Number(count.Things), count.Things),
            ShownCount.Small => new Figure(texts["small"], 0),
            ShownCount.Withheld => new Figure(texts["withheld"], 0),
        })];
    }
}
