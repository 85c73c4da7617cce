using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Pds.Web;

/// <summary>Dates as residents say them: Tokyo, 元号 beside the Gregorian year, half-open ends read as the day before.</summary>
internal static class Dates
{
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);
    private static readonly string[] Weekdays = ["日", "月", "火", "水", "木", "金", "土"];
    private static readonly (DateOnly From, string Name)[] Eras =
    [
        (new(2019, 5, 1), "令和"), (new(1989, 1, 8), "平成"), (new(1926, 12, 25), "昭和"), (new(1912, 7, 30), "大正"),
    ];

    /// <summary>The civil date in Tokyo.</summary>
    public static DateOnly DateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Tokyo).DateTime);

    /// <summary>The civil date in Tokyo.</summary>
    public static DateOnly DateOf(Timestamp time) => DateOf(time.ToDateTimeOffset());

    /// <summary>Midnight in Tokyo at the beginning of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Tokyo);

    /// <summary>「2027年3月31日（令和9年）」.</summary>
    public static string Full(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日（{Era(day)}）");

    /// <summary>「3月31日（水）」, with the year when it is not this one.</summary>
    public static string Short(DateOnly day, DateOnly today) => string.Create(
        CultureInfo.InvariantCulture, $"{(day.Year == today.Year ? "" : day.Year + "年")}{day.Month}月{day.Day}日（{Weekdays[(int)day.DayOfWeek]}）");

    /// <summary>「午後3時04分」.</summary>
    public static string Clock(DateTimeOffset time)
    {
        var local = time.ToOffset(Tokyo);
        return string.Create(CultureInfo.InvariantCulture, $"{(local.Hour < 12 ? "午前" : "午後")}{local.Hour % 12}時{local.Minute:00}分");
    }

    /// <summary>The last day of a validity: an end at midnight is read as the day before.</summary>
    public static DateOnly LastDay(Timestamp end) => DateOf(end.ToDateTimeOffset().AddTicks(-1));

    private static string Era(DateOnly day)
    {
        foreach (var (from, name) in Eras)
        {
            if (day >= from)
            {
                var year = day.Year - from.Year + 1;
                return name + (year == 1 ? "元" : year.ToString(CultureInfo.InvariantCulture)) + "年";
            }
        }

        return "西暦";
    }
}
