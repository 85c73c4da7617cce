using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Desk;

/// <summary>
/// A visit at the counter or a call, begun or open. It belongs to one clerk in one session: nobody else, and not she in another session, can use it.
/// </summary>
public sealed record Visit
{
    /// <summary>For how long one may be begun and not opened: 10 minutes.</summary>
    public static readonly TimeSpan ToOpen = TimeSpan.FromMinutes(10);

    /// <summary>How long an open one lasts: 30 minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>So many wrong codes close a call.</summary>
    public const int MaxTries = 3;

    /// <summary>Its id.</summary>
    public required VisitId Id { get; init; }

    /// <summary>How the resident is there.</summary>
    public required VisitChannel Channel { get; init; }

    /// <summary>The clerk.</summary>
    public required StaffId Clerk { get; init; }

    /// <summary>Hash of the secret of the session in which it was begun.</summary>
    public required string SessionHash { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>What a sign-in at the counter answers, base64url; null for a call.</summary>
    public string? Challenge { get; init; }

    /// <summary>The code that was spoken; null at the counter.</summary>
    public string? Code { get; init; }

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; init; }

    /// <summary>The resident; null at the counter before she signed in.</summary>
    public ResidentId? Resident { get; init; }

    /// <summary>The letter whose code was typed at the counter; null otherwise. In such a visit nothing is started.</summary>
    public LetterId? Letter { get; init; }

    /// <summary>When it was opened, UTC; null before.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Until when it can be opened or used, half-open, UTC.</summary>
    public DateTimeOffset ExpiresAt => OpenedAt is { } opened ? opened + Longest : BegunAt + ToOpen;

    /// <summary>The channel as entries spell it.</summary>
    public string ChannelName => Channel switch
    {
        VisitChannel.Counter => "counter",
        VisitChannel.Voice => "voice",
    };

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(Visit);
}
