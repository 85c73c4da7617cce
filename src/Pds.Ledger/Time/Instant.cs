using System.Globalization;

namespace Pds.Ledger;

/// <summary>The one text form of a point in time: RFC 3339, UTC, exactly three decimals, <c>2026-11-23T01:38:32.000Z</c>.</summary>
public static class Instant
{
    /// <summary>Characters of the text form, all ASCII.</summary>
    public const int Chars = 24;

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

    /// <summary>The same text as UTF-8, into the first <see cref="Chars"/> bytes.</summary>
    internal static void Format(DateTimeOffset time, Span<byte> text)
    {
        var utc = time.UtcDateTime;
        "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
        Digits(text[..4], utc.Year);
        Digits(text[5..7], utc.Month);
        Digits(text[8..10], utc.Day);
        Digits(text[11..13], utc.Hour);
        Digits(text[14..16], utc.Minute);
        Digits(text[17..19], utc.Second);
        Digits(text[20..23], utc.Millisecond);
    }

    /// <summary>The same reader for UTF-8.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != Chars
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z'
            || Number(text[..4]) is not (>= 1 and var year)
            || Number(text[5..7]) is not (>= 1 and <= 12 and var month)
            || Number(text[8..10]) is not (>= 1 and var day) || day > DateTime.DaysInMonth(year, month)
            || Number(text[11..13]) is not (>= 0 and <= 23 and var hour)
            || Number(text[14..16]) is not (>= 0 and <= 59 and var minute)
            || Number(text[17..19]) is not (>= 0 and <= 59 and var second)
            || Number(text[20..23]) is not (>= 0 and var millisecond))
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero);
        return true;
    }

    private static void Digits(Span<byte> text, int number)
    {
        for (var at = text.Length - 1; at >= 0; at--, number /= 10)
        {
            text[at] = (byte)('0' + (number % 10));
        }
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
