using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>What a resident can be told of. Another part of the house adds a member, its name, and where it comes from in <see cref="NoticeKinds"/>.</summary>
internal enum NoticeKind
{
    /// <summary>An organisation asks for something.</summary>
    NewRequest = 1,

    /// <summary>A consent was used for the first time.</summary>
    FirstUse = 2,

    /// <summary>Every 90 days: how many consents live.</summary>
    Reminder = 3,

    /// <summary>A consent ends within 14 days.</summary>
    Ending = 4,

    /// <summary>A source answered what she said is wrong.</summary>
    CorrectionDecided = 5,
}

/// <summary>The names of kinds, and which entries of a resident's chain are something to tell her of.</summary>
internal static class NoticeKinds
{
    /// <summary>All, in the order in which a message tells them.</summary>
    public static IReadOnlyList<NoticeKind> All { get; } = Enum.GetValues<NoticeKind>();

    /// <summary>The name in entries, rows and word lists.</summary>
    public static string NameOf(NoticeKind kind) => kind switch
    {
        NoticeKind.NewRequest => "new_request",
        NoticeKind.FirstUse => "first_use",
        NoticeKind.Reminder => "reminder",
        NoticeKind.Ending => "ending",
        NoticeKind.CorrectionDecided => "correction_decided",
    };

    /// <summary>
    /// The event in an entry: its kind, what it is about (told once, however often the entry's like comes), and who did it; null for entries that are
    /// nothing to tell. What needs no entry, such as a day that comes nearer, is in <see cref="DailyLook"/>.
    /// </summary>
    public static (NoticeKind Kind, string Subject, OrganizationId Who)? EventIn(LedgerEntry entry) => entry switch
    {
        ConsentRequested asked => (NoticeKind.NewRequest, asked.Request.ToString(), asked.Recipient),
        Disclosed used => (NoticeKind.FirstUse, used.Grant.ToString(), used.Recipient),
        CorrectionDecided decided => (NoticeKind.CorrectionDecided, decided.Correction.ToString(), decided.Source),
        _ => null,
    };
}
