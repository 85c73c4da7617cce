namespace Pds.Consent;

/// <summary>At most <paramref name="Calls"/> deliveries (1 to 100,000) in each <paramref name="Period"/> (rule 10, FEATURES C10).</summary>
public sealed record CallLimit(int Calls, CallPeriod Period)
{
    /// <summary>The largest number of calls a limit may state.</summary>
    public const int MaxCalls = 100_000;

    /// <summary>Exactly one delivery, ever.</summary>
    public static CallLimit Once { get; } = new(1, CallPeriod.Whole);

    /// <summary>True when the numbers are in bounds.</summary>
    public bool IsWellFormed => Calls is >= 1 and <= MaxCalls && Enum.IsDefined(Period);

    /// <summary>
    /// The name of the period an instant falls in, e.g. <c>day-2026-04-01</c>: the tail of a use counter's key, so that a new
    /// period simply counts in a new row.
    /// </summary>
    public string WindowOf(DateTimeOffset now) => Period switch
    {
        CallPeriod.Day => $"day-{TokyoTime.DateOf(now):yyyy-MM-dd}",
        CallPeriod.Month => $"month-{TokyoTime.DateOf(now):yyyy-MM}",
        CallPeriod.Year => $"year-{TokyoTime.DateOf(now):yyyy}",
        CallPeriod.Whole => "whole",
    };

    /// <summary>When the period of an instant ends (half-open, UTC); null for <see cref="CallPeriod.Whole"/>.</summary>
    public DateTimeOffset? WindowEnd(DateTimeOffset now)
    {
        var day = TokyoTime.DateOf(now);
        return Period switch
        {
            CallPeriod.Day => TokyoTime.StartOf(day.AddDays(1)),
            CallPeriod.Month => TokyoTime.StartOf(new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
            CallPeriod.Year => TokyoTime.StartOf(new DateOnly(day.Year, 1, 1).AddYears(1)),
            CallPeriod.Whole => null,
        };
    }

    /// <summary>
    /// True when every schedule of calls this limit allows is allowed by <paramref name="wider"/> too. Fewer calls in a longer period
    /// are narrower; in a shorter period they are compared at their worst: as often as that period fits into the longer one, and
    /// into a consent of twelve months, the longest there is.
    /// </summary>
    public bool IsWithin(CallLimit wider)
    {
        ArgumentNullException.ThrowIfNull(wider);
        return (long)Calls * MostPeriodsIn(wider.Period) <= wider.Calls;
    }

    // How many periods of ours one period of the wider limit can touch.
    private int MostPeriodsIn(CallPeriod longer) => (Period, longer) switch
    {
        _ when Period >= longer => 1,
        (CallPeriod.Day, CallPeriod.Month) => 31,
        (CallPeriod.Day, CallPeriod.Year) => 366,
        (CallPeriod.Day, _) => 367,
        (CallPeriod.Month, CallPeriod.Year) => 12,
        (CallPeriod.Month, _) => 13,
        _ => 2,
    };
}
