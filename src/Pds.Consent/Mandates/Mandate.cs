using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What one resident lets another do for her, or a law does (FEATURES G1, G2, G11). Delegation is itself a consent: it has an end, either of the two
/// ends it at any time, and nobody hands it on.
/// </summary>
public sealed record Mandate
{
    /// <summary>The longest name, in UTF-16 characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>The most mandates of one resident that are offered or in force.</summary>
    public const int MaxOpen = 10;

    /// <summary>The longest life of a helper's or proxy's, in civil months.</summary>
    public const int MaxMonths = 12;

    /// <summary>How long an offer waits to be accepted: 7 days.</summary>
    public static readonly TimeSpan AcceptWithin = TimeSpan.FromDays(7);

    /// <summary>Its id.</summary>
    public required MandateId Id { get; init; }

    /// <summary>For whom somebody acts.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Who acts.</summary>
    public required ResidentId Actor { get; init; }

    /// <summary>How.</summary>
    public required MandateRole Role { get; init; }

    /// <summary>Why a guardian; null for the others.</summary>
    public MandateRelation? Relation { get; init; }

    /// <summary>What may be done, each once, in order.</summary>
    public required IReadOnlyList<MandateAct> Acts { get; init; }

    /// <summary>Codes of the datasets about which she may say yes; empty for all.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>From when (UTC).</summary>
    public required DateTimeOffset Starts { get; init; }

    /// <summary>Until when (half-open, UTC).</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>The nominee's: it applies when the register says that the resident died, and not before (死後事務).</summary>
    public bool AfterDeath { get; init; }

    /// <summary>What the one who acts is called; she told it herself.</summary>
    public required string ActorName { get; init; }

    /// <summary>What the resident is called towards her; told by the resident, or by the city.</summary>
    public required string ResidentName { get; init; }

    /// <summary>Where it stands.</summary>
    public required MandateState State { get; init; }

    /// <summary>When it was offered or registered, UTC.</summary>
    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>Digests of the identities by which the one who acts may sign for the resident (<see cref="IdentityDigest"/>), base64url.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Version of its row; 0 for a new one.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position among all; 0 for a new one.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether it is offered or accepted and its time is not over.</summary>
    public bool IsOpen(DateTimeOffset now) => State switch
    {
        MandateState.Offered => now < Ends && now < OfferedAt + AcceptWithin,
        MandateState.Active => now < Ends,
        MandateState.Ended => false,
    };

    /// <summary>Whether the acceptance entered this identity.</summary>
    public bool IsSignedBy(LinkedIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Resident == Actor && Identities.Contains(Base64Url.Encode(IdentityDigest(Id, identity.SubjectDigest)), StringComparer.Ordinal);
    }

    /// <summary>
    /// An identity as one mandate names it, 32 bytes: <c>SHA-256(LP("pds/mandate/identity/v1", mandate, subject digest))</c>. Two mandates of one
    /// person name her by digests that do not match.
    /// </summary>
    public static byte[] IdentityDigest(MandateId mandate, byte[] subjectDigest) =>
        Sha256.Hash(LengthPrefixed.Of(Labels.MandateIdentity, mandate.ToString(), subjectDigest));

    /// <summary>Its own name only: it ties two persons.</summary>
    public override string ToString() => nameof(Mandate);
}
