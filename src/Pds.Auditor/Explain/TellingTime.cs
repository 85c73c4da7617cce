using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Explain;

/// <summary>Times as people read them: Tokyo time, in the words of a language.</summary>
internal static class TellingTime
{
    /// <summary>Day and minute.</summary>
    public static string Moment(AuditTexts texts, DateTimeOffset time)
    {
        var there = time.ToOffset(TokyoTime.Offset);
        return texts.Format("moment", there.Year, there.Month, there.Day, there.Hour, there.Minute);
    }

    /// <summary>The day.</summary>
    public static string Day(AuditTexts texts, DateTimeOffset time) => Day(texts, TokyoTime.DateOf(time));

    /// <summary>The end of a consent: its last whole day, or the minute.</summary>
    public static string End(AuditTexts texts, DateTimeOffset end) =>
        end == TokyoTime.StartOf(TokyoTime.DateOf(end)) ? Day(texts, TokyoTime.LastDayBefore(end)) : Moment(texts, end);

    private static string Day(AuditTexts texts, DateOnly day) => texts.Format("day", day.Year, day.Month, day.Day);
}
