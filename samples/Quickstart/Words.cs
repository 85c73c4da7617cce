using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Pds.Protocol.V1;

namespace Quickstart;

/// <summary>Dates, periods and outcomes as a resident reads them: Tokyo time, 元号 beside the Gregorian year.</summary>
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

    public static string Outcome(Use use) => use.Outcome switch
    {
        UseOutcome.Intended => "準備しました（まだ渡していません）",
        UseOutcome.Disclosed => $"渡しました（{use.Records}件: {string.Join("、", use.Fields)}）",
        UseOutcome.Stopped => $"渡す前に止めました（{use.Reason}）",
        UseOutcome.Refused => $"断りました（{use.Reason}）",
        UseOutcome.Unspecified => "不明",
    };
}
