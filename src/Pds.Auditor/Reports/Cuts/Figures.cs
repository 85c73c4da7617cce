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
        cut == Cut.Public && count.IsSmall ? new Figure(texts["small"], 0) : new Figure(Shown.Number(count.Things), count.Things, IsOpen: true);

    /// <summary>A count that must not be shown, because something else shown gives a small one away with it.</summary>
    public Figure Withheld => new(texts["withheld"], 0);

    /// <summary>A part of a whole that is known: the rest is as small, or as large, as the part.</summary>
    public Figure OfPart(Count part, Count whole) =>
        OfLine([part, new Count(whole.Things - part.Things, Math.Min(whole.Persons, whole.Things - part.Things))])[0];

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
            ShownCount.Open => new Figure(Shown.Number(count.Things), count.Things, IsOpen: true),
            ShownCount.Small => new Figure(texts["small"], 0),
            ShownCount.Withheld => Withheld,
        })];
    }
}
