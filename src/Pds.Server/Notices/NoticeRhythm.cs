using Pds.Consent;

namespace Pds.Server.Notices;

/// <summary>Where a resident's messages go.</summary>
internal enum NoticeChannel
{
    /// <summary>Nowhere: she looks for herself.</summary>
    None = 1,

    /// <summary>To her mail address.</summary>
    Mail = 2,

    /// <summary>By post; the city knows where she lives, this system does not.</summary>
    Letter = 3,
}

/// <summary>How often.</summary>
internal enum NoticeRhythm
{
    /// <summary>Each event by itself, as soon as it is seen.</summary>
    AtOnce = 1,

    /// <summary>Together, at eight in the morning.</summary>
    Daily = 2,

    /// <summary>Together, on Monday at eight in the morning.</summary>
    Weekly = 3,
}

/// <summary>Names and times of channels and rhythms.</summary>
internal static class NoticeTimes
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(8);

    /// <summary>The name in entries and rows.</summary>
    public static string NameOf(NoticeChannel channel) => channel switch
    {
        NoticeChannel.None => "none",
        NoticeChannel.Mail => "mail",
        NoticeChannel.Letter => "letter",
    };

    /// <summary>The name in entries and rows.</summary>
    public static string NameOf(NoticeRhythm rhythm) => rhythm switch
    {
        NoticeRhythm.AtOnce => "at_once",
        NoticeRhythm.Daily => "daily",
        NoticeRhythm.Weekly => "weekly",
    };

    /// <summary>When what happened at an instant is told, Tokyo mornings: the next one, or the next Monday's.</summary>
    public static DateTimeOffset DueAt(NoticeRhythm rhythm, DateTimeOffset happened)
    {
        if (rhythm == NoticeRhythm.AtOnce)
        {
            return happened;
        }

        var local = happened.ToOffset(TokyoTime.Offset);
        var morning = new DateTimeOffset(local.Date, TokyoTime.Offset) + Morning;
        if (morning <= local)
        {
            morning = morning.AddDays(1);
        }

        return rhythm == NoticeRhythm.Daily ? morning : morning.AddDays(((int)DayOfWeek.Monday - (int)morning.DayOfWeek + 7) % 7);
    }
}
