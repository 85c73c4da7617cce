using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>How somebody signed in.</summary>
public enum SignInKind
{
    /// <summary>At the identity provider.</summary>
    IdentityProvider = 1,

    /// <summary>With a passkey.</summary>
    Passkey = 2,

    /// <summary>By a letter's code: she looks, masked, and stops; she starts nothing.</summary>
    Letter = 3,
}

/// <summary>A resident's session through one web host, bound to the certificate the host had when it was made (RFC 8705 in spirit).</summary>
public sealed record LiveSession
{
    /// <summary>The most of one resident; of more, the oldest is ended.</summary>
    public const int MaxOfOne = 20;

    /// <summary>Without use it ends after 20 minutes, counted from the last use that was noted.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    /// <summary>However it is used, it ends after 12 hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Uses are noted once a minute at most: reading must not become writing.</summary>
    public static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Names it, and opens nothing.</summary>
    public required string Id { get; init; }

    /// <summary>Hash of its secret.</summary>
    public required string SecretHash { get; init; }

    /// <summary>Whose.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Through which host.</summary>
    public required OrganizationId Host { get; init; }

    /// <summary>The host's certificate then, as its row names it.</summary>
    public required string Certificate { get; init; }

    /// <summary>How the resident signed in.</summary>
    public required SignInKind SignIn { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The last use noted, UTC.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>When it ends at the latest, UTC.</summary>
    public DateTimeOffset EndsAt => SignedInAt + Longest;

    /// <summary>When it ends if nobody uses it any more, UTC.</summary>
    public DateTimeOffset ExpiresAt => UsedAt + Idle < EndsAt ? UsedAt + Idle : EndsAt;

    /// <summary>Whether it lives, half-open.</summary>
    public bool Lives(DateTimeOffset now) => now < ExpiresAt;

    /// <summary>Whether a use now is to be noted.</summary>
    public bool IsToBeNoted(DateTimeOffset now) => now - UsedAt >= NoteEvery;

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(LiveSession);
}
