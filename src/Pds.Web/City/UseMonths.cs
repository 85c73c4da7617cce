namespace Pds.Web.City;

/// <summary>Uses counted by calendar month in Tokyo, every month of the span named, the empty ones too.</summary>
internal static class UseMonths
{
    /// <summary>The most months shown.</summary>
    public const int Most = 12;

    /// <summary>One month.</summary>
    /// <param name="First">Its first day.</param>
    /// <param name="Given">Uses.</param>
    /// <param name="Refused">Attempts that were refused or stopped.</param>
    public sealed record Month(DateOnly First, int Given, int Refused);

    /// <summary>The months up to today, oldest first: from the first use on, at least three, at most <see cref="Most"/>.</summary>
    public static IReadOnlyList<Month> Of(IReadOnlyCollection<UseView> uses, DateOnly today)
    {
        var (last, counted) = (FirstOf(today), new Dictionary<DateOnly, (int Given, int Refused)>());
        foreach (var use in uses)
        {
            var (month, times) = (FirstOf(use.Day), use.Use.Count);
            var (given, refused) = counted.GetValueOrDefault(month);
            counted[month] = use.Given ? (given + times, refused) : (given, refused + times);
        }

        var oldest = counted.Keys.DefaultIfEmpty(last).Min();
        var span = Math.Clamp(((last.Year - oldest.Year) * 12) + last.Month - oldest.Month + 1, 3, Most);
        return [.. Enumerable.Range(0, span).Select(back => last.AddMonths(back + 1 - span))
            .Select(month => new Month(month, counted.GetValueOrDefault(month).Given, counted.GetValueOrDefault(month).Refused))];
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
