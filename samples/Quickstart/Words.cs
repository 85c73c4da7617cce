using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Quickstart;

/// <summary>Dates and times as a resident reads them: Tokyo time, 元号 beside the Gregorian year.</summary>
internal static class Words
{
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    public static string Day(Timestamp time) => Day(time.ToDateTimeOffset());

    public static string Day(DateTimeOffset time)
    {
        var there = time.ToOffset(Tokyo);
        return string.Create(CultureInfo.InvariantCulture, $"{there.Year}年（令和{there.Year - 2018}年）{there.Month}月{there.Day}日");
    }

    public static string Clock(Timestamp time) =>
        time.ToDateTimeOffset().ToOffset(Tokyo).ToString("M'月'd'日' HH:mm:ss", CultureInfo.InvariantCulture);
}
