using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>What a capsule entry is bound to; it opens nowhere else.</summary>
public readonly record struct CapsulePlace(string Origin, GrantId Grant, ResidentId Resident, string Dataset, int Epoch)
{
    /// <summary>LP(label, origin, g, r, c, n).</summary>
    internal byte[] Context() =>
        LengthPrefixed.Of(Labels.VaultCapsule, Origin, Grant.ToString(), Resident.ToString(), Dataset, Epoch);

    /// <summary>Prints its own name: a place names a person.</summary>
    public override string ToString() => nameof(CapsulePlace);
}
