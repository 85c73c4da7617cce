namespace AuditPack;

/// <summary>The days of the year and what kind of day each is.</summary>
/// <param name="first">First day.</param>
/// <param name="days">How many.</param>
/// <param name="random">Draws the weather.</param>
internal sealed class Calendar(DateOnly first, int days, Random random)
{
    private readonly HashSet<DateOnly> _storms = Storms(first, days, random);

    /// <summary>First day.</summary>
    public DateOnly First => first;

    /// <summary>First day after it.</summary>
    public DateOnly End => first.AddDays(days);

    /// <summary>Every day in order.</summary>
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, days).Select(first.AddDays);

    /// <summary>A day of snow, storm or heavy rain.</summary>
    public bool IsStorm(DateOnly day) => _storms.Contains(day);

    /// <summary>When offices are closed: Sundays, the turn of the year, Obon and the days of the Tanabu festival.</summary>
    public static bool IsHoliday(DateOnly day) =>
        day.DayOfWeek == DayOfWeek.Sunday || (day.Month, day.Day) is (1, <= 3) or (12, >= 30) or (8, >= 13 and <= 16) or (8, >= 18 and <= 20);

    /// <summary>How much a purpose is used on a day; 0 for not at all.</summary>
    public double WeightOf(Rhythm rhythm, DateOnly day) =>
        rhythm.Storms && !IsStorm(day) ? 0
        : rhythm.Weight * rhythm.Year[day.Month - 1] * rhythm.Week[IsHoliday(day) ? 0 : (int)day.DayOfWeek] * (rhythm.Storms ? 6 : 1);

    private static HashSet<DateOnly> Storms(DateOnly first, int days, Random random) =>
        [.. Enumerable.Range(0, days).Select(first.AddDays).Where(day => random.Chance(day.Month is 12 or 1 or 2 ? 0.12 : day.Month is 8 or 9 ? 0.06 : 0.015))];
}
