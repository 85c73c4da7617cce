using System.Globalization;

namespace Pds.Ledger;

/// <summary>The one text form of a point in time: RFC 3339, UTC, exactly three decimals, <c>2026-11-23T01:38:32.000Z</c>.</summary>
public static class Instant
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Formats in UTC; what is finer than a millisecond is cut off, never rounded up into the future.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads exactly that form; other offsets, other precisions, leap seconds and spaces are refused.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        Pattern,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);

    /// <summary>The time as it will be after a round trip through its text.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
