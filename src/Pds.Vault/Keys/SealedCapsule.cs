using Pds.Ledger;

namespace Pds.Vault;

/// <summary>What the custodian hands over for a grant: nothing in it opens without K_cap or RRK.</summary>
/// <param name="Dataset">The dataset version, <c>code@version</c>.</param>
/// <param name="Epoch">The collection epoch the keys belong to.</param>
/// <param name="Entry">The field keys, sealed under K_cap.</param>
/// <param name="CapsuleKeyForResident">K_cap, sealed under RRK, so that the custodian can extend a standing grant.</param>
/// <param name="StillStands">Belongs into the command that keeps the capsule: an erasure that ran meanwhile wins.</param>
public sealed record SealedCapsule(string Dataset, int Epoch, byte[] Entry, byte[] CapsuleKeyForResident, Change StillStands)
{
    /// <summary>Prints its own name.</summary>
    public override string ToString() => nameof(SealedCapsule);
}
