using System.Globalization;

namespace AuditPack;

/// <summary>Time in Japan, and dates as people write them there.</summary>
internal static class JapaneseTime
{
    /// <summary>Nine hours ahead of UTC, all year.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    private static readonly DateOnly Reiwa = new(2019, 5, 1);
    private static readonly DateOnly Heisei = new(1989, 1, 8);
    private static readonly DateOnly Showa = new(1926, 12, 25);

    /// <summary>An instant of a day there.</summary>
    public static DateTimeOffset At(this DateOnly day, TimeSpan time) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset) + time;

    /// <summary>The day it is there.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).DateTime);

    /// <summary>Such as 令和8年3月2日; the first year of an era is 元年.</summary>
    public static string Era(DateOnly day)
    {
        var (era, first) = day >= Reiwa ? ("令和", 2019) : day >= Heisei ? ("平成", 1989) : day >= Showa ? ("昭和", 1926) : ("大正", 1912);
        var year = day.Year - first + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{era}{(year == 1 ? "元" : year)}年{day.Month}月{day.Day}日");
    }
}
