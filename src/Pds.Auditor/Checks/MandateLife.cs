using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One mandate as the log tells it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Chain">The resident's chain.</param>
/// <param name="Role">As what somebody acts.</param>
/// <param name="Acts">What she may do.</param>
/// <param name="Starts">From when.</param>
/// <param name="Ends">Until when (half-open).</param>
internal sealed record MandateLife(
    MandateId Id, AuditedChain? Chain, string Role, IReadOnlyList<string> Acts, DateTimeOffset Starts, DateTimeOffset Ends)
{
    /// <summary>Leaf index of the acceptance; null before.</summary>
    public long? AcceptedAt { get; set; }

    /// <summary>Leaf index of the entry that ended it; null while it stands.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Digests of the identities that the acceptance entered, in hex.</summary>
    public HashSet<string> Identities { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it stood at this leaf of this chain at this time, for somebody in this role.</summary>
    public bool Stands(AuditedChain? chain, long index, DateTimeOffset at, string? role) =>
        Chain == chain && Role == role && AcceptedAt < index && !(EndedAt < index) && at >= Starts && at < Ends;

    /// <summary>Whether the acceptance entered this identity.</summary>
    public bool Names(byte[] salt, string issuer, string subject) =>
        Identities.Contains(Convert.ToHexString(Mandate.IdentityDigest(Id, LinkedIdentity.DigestOf(salt, issuer, subject))));
}
