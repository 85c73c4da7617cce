namespace Pds.Consent;

/// <summary>
/// Asia/Tokyo civil time. Japan has had no daylight saving since 1951, so the zone is UTC+09:00 without a time zone database,
/// and a container without tzdata cannot shift the end of somebody's consent.
/// </summary>
public static class TokyoTime
{
    /// <summary>Nine hours ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    /// <summary>The civil date in Tokyo at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>00:00 of a date in Tokyo, as a UTC instant.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, Offset).ToUniversalTime();

    /// <summary>「3月31日まで」: the half-open end of a last day is 00:00 of the day after, Tokyo, as a UTC instant.</summary>
    public static DateTimeOffset EndOf(DateOnly lastDay) => StartOf(lastDay.AddDays(1));

    /// <summary>The instant a number of civil months later, same Tokyo wall time, clipped to the month's last day.</summary>
    public static DateTimeOffset AddMonths(DateTimeOffset instant, int months) =>
        instant.ToOffset(Offset).AddMonths(months).ToUniversalTime();

    /// <summary>The last day a half-open end still covers, as a resident reads it: an end at 1 April 00:00 reads 3月31日.</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => DateOf(end.AddTicks(-1));
}
