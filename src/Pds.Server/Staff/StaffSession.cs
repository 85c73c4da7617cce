using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Staff;

/// <summary>A session of a person of the staff through one web host, bound to the certificate the host had when it was made.</summary>
public sealed record StaffSession
{
    /// <summary>Without use it ends after 20 minutes, counted from the last use that was noted.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    /// <summary>However it is used, it ends after 8 hours: a working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    /// <summary>Uses are noted once a minute at most: reading must not become writing.</summary>
    public static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Hash of its secret.</summary>
    public required string SecretHash { get; init; }

    /// <summary>Whose.</summary>
    public required StaffId Person { get; init; }

    /// <summary>Through which host.</summary>
    public required OrganizationId Host { get; init; }

    /// <summary>The host's certificate then, as its row names it.</summary>
    public required string Certificate { get; init; }

    /// <summary>When she signed in, UTC.</summary>
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

    /// <summary>Whether it was made for this host with the certificate it has now.</summary>
    public bool IsOf(Organization host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Host == host.Id && Certificate == host.CertificateSha256;
    }

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(StaffSession);
}
