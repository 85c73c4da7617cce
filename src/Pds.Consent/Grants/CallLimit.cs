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
        CallPeriod.Whole => "whole",
        CallPeriod.Day => $"day-{TokyoTime.DateOf(now):yyyy-MM-dd}",
        CallPeriod.Month => $"month-{TokyoTime.DateOf(now):yyyy-MM}",
    };

    /// <summary>When the period of an instant ends (half-open, UTC); null for <see cref="CallPeriod.Whole"/>.</summary>
    public DateTimeOffset? WindowEnd(DateTimeOffset now)
    {
        var day = TokyoTime.DateOf(now);
        return Period switch
        {
            CallPeriod.Whole => null,
            CallPeriod.Day => TokyoTime.StartOf(day.AddDays(1)),
            CallPeriod.Month => TokyoTime.StartOf(new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
        };
    }

    /// <summary>
    /// True when every schedule of calls this limit allows is allowed by <paramref name="wider"/> too. Fewer calls in a longer period
    /// are narrower; fewer calls in a shorter period are compared at their worst over twelve months, the longest life of a consent.
    /// </summary>
    public bool IsWithin(CallLimit wider) =>
        Period == wider.Period ? Calls <= wider.Calls : (Period, wider.Period) switch
        {
            (CallPeriod.Whole, _) => Calls <= wider.Calls,
            (CallPeriod.Month, CallPeriod.Day) => Calls <= wider.Calls,
            (CallPeriod.Day, CallPeriod.Month) => (long)Calls * 31 <= wider.Calls,
            (CallPeriod.Day, _) => (long)Calls * 367 <= wider.Calls,
            (CallPeriod.Month, _) => (long)Calls * 13 <= wider.Calls,
        };
}
