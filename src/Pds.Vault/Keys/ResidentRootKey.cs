// RRK_r, 32 random bytes. Everything a resident's vault rests on hangs from it, so destroying it erases the vault.
//   CK wrap        = seal(HKDF-Expand(RRK, LP(label)); context LP(label, origin, r, c, n))
//   K_cap wrap     = seal(HKDF-Expand(RRK, LP(label)); context LP(label, origin, r, grant))   lets the custodian extend a standing grant
//   pairwise key   = HKDF-Expand(RRK, LP(label, origin, r, recipient))                        names records towards one recipient (D10)

using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>An open resident root key. Lives inside one act of the custodian and is zeroed when disposed.</summary>
internal sealed class ResidentRootKey(string origin, ResidentId resident, SecretBytes secret, long rowVersion) : IDisposable
{
    public const int Size = 32;

    /// <summary>Holds in a command only while this very key stands: an erasure that ran meanwhile wins.</summary>
    public Change StillStands => new Change.Require(ResidentKeyRow.KeyOf(resident), rowVersion);

    public byte[] WrapCollection(string dataset, int epoch, SecretBytes collection) =>
        Close(Labels.VaultCollectionWrap, CollectionContext(dataset, epoch), collection);

    public bool TryUnwrapCollection(string dataset, int epoch, ReadOnlySpan<byte> wrap, out SecretBytes collection)
    {
        using var key = Derive(Labels.VaultCollectionWrap);
        return Seal.TryOpenSecret(key, CollectionContext(dataset, epoch), wrap, out collection!);
    }

    public byte[] WrapCapsuleKey(GrantId grant, SecretBytes capsuleKey) =>
        Close(Labels.VaultCapsuleKeyWrap, LengthPrefixed.Of(Labels.VaultCapsuleKeyWrap, origin, resident.ToString(), grant.ToString()), capsuleKey);

    public SecretBytes PairwiseKey(OrganizationId recipient) => Hkdf.Expand(
        secret.Span, LengthPrefixed.Of(Labels.VaultPairwiseKey, origin, resident.ToString(), recipient.ToString()), Size);

    public void Dispose() => secret.Dispose();

    public override string ToString() => nameof(ResidentRootKey);

    private byte[] CollectionContext(string dataset, int epoch) =>
        LengthPrefixed.Of(Labels.VaultCollectionWrap, origin, resident.ToString(), dataset, epoch);

    private byte[] Close(string label, byte[] context, SecretBytes content)
    {
        using var key = Derive(label);
        return Seal.Close(key, context, content.Span);
    }

    private SecretBytes Derive(string label) => Hkdf.Expand(secret.Span, LengthPrefixed.Of(label), Size);
}
