namespace Pds.Auditor.Reports.Cuts;

/// <summary>
/// Decides which cells of one line of counts a public report shows, when everybody also knows their total. Small cells are hidden; then
/// further cells are withheld until the total leaves every small cell all its values, 1 to 4. A reader knows the rule, so a withheld cell
/// is known to be at least 5.
/// </summary>
internal static class SmallCounts
{
    private const int Most = Count.Least - 1;

    /// <summary>How each cell is shown, in the given order. When nothing less protects them, all cells are withheld.</summary>
    public static IReadOnlyList<ShownCount> Protect(IReadOnlyList<Count> cells)
    {
        var shown = cells.Select(cell => cell.IsSmall ? ShownCount.Small : ShownCount.Open).ToArray();
        var small = Enumerable.Range(0, cells.Count).Where(n => shown[n] == ShownCount.Small).ToList();
        if (small.Count == 0)
        {
            return shown;
        }

        // What the total leaves for the hidden cells, beyond the least each of them can be, must be room enough for every small one to be 4.
        var room = small.Sum(n => Math.Max(cells[n].Things, 1)) - small.Count;
        var others = Enumerable.Range(0, cells.Count).Where(n => shown[n] == ShownCount.Open && cells[n].Things >= Count.Least).OrderBy(n => cells[n].Things).ToList();
        var withheld = 0;
        while (withheld < others.Count && (withheld == 0 || room < Most - 1))
        {
            room += cells[others[withheld]].Things - Count.Least;
            shown[others[withheld++]] = ShownCount.Withheld;
        }

        // Without a withheld cell, whose size has no upper bound, the small ones bound each other from below as well.
        return withheld > 0 && room >= Most - 1 ? shown : [.. shown.Select(_ => ShownCount.Withheld)];
    }
}
