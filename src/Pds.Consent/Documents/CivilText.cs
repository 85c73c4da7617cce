using System.Globalization;

namespace Pds.Consent;

/// <summary>Dates and instants as a resident reads them: Tokyo time, the Gregorian year with the 元号 beside it.</summary>
public static class CivilText
{
    private static readonly DateOnly Reiwa = new(2019, 5, 1);
    private static readonly DateOnly Heisei = new(1989, 1, 8);
    private static readonly DateOnly Showa = new(1926, 12, 25);

    /// <summary>「2027年3月31日（令和9年）」.</summary>
    public static string Date(DateOnly day) => Texts.Document.Format("date", day.Year, day.Month, day.Day, Era(day));

    /// <summary>「2027年3月31日（令和9年）15時04分」.</summary>
    public static string Instant(DateTimeOffset time)
    {
        var (day, local) = (TokyoTime.DateOf(time), time.ToOffset(TokyoTime.Offset));
        return Texts.Document.Format(
            "instant", day.Year, day.Month, day.Day, Era(day), local.Hour, local.Minute.ToString("00", CultureInfo.InvariantCulture));
    }

    /// <summary>True when an instant is 00:00 in Tokyo, so that it can be read as a whole day.</summary>
    public static bool IsMidnight(DateTimeOffset time) => time.ToOffset(TokyoTime.Offset).TimeOfDay == TimeSpan.Zero;

    private static string Era(DateOnly day) => day >= Reiwa ? Year("令和", day.Year - 2018)
        : day >= Heisei ? Year("平成", day.Year - 1988)
        : day >= Showa ? Year("昭和", day.Year - 1925)
        : Year("西暦", day.Year);

    private static string Year(string era, int year) =>
        year == 1 ? $"{era}元年" : string.Create(CultureInfo.InvariantCulture, $"{era}{year}年");
}
