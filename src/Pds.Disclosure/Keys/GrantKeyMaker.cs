using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>
/// Makes the keys of a new grant (DESIGN section 3): three shares that end in three hands, and a capsule of the consented fields only. All of it
/// lives in this frame and leaves it sealed.
/// </summary>
/// <param name="custodian">Makes the capsule; the only holder of field keys.</param>
/// <param name="gate">Keeps S_gate.</param>
/// <param name="recorder">Keeps S_ledger.</param>
public sealed class GrantKeyMaker(Custodian custodian, Gate gate, HpkePublicKey recorder) : IGrantKeyMaker
{
    /// <inheritdoc/>
    public async ValueTask<GrantKeys?> MakeAsync(GrantKeysWanted wanted, CancellationToken cancellationToken)
    {
        using var capsuleKey = SecretBytes.Random(GrantKey.ShareSize);
        var capsule = await custodian.SealCapsuleAsync(
            wanted.Resident, wanted.Grant, wanted.Dataset.ToString(), wanted.Fields, wanted.Recipient, capsuleKey, cancellationToken);
        return capsule is null ? null : Split(wanted, capsule, capsuleKey);
    }

    private GrantKeys Split(GrantKeysWanted wanted, SealedCapsule capsule, SecretBytes capsuleKey)
    {
        using var gateShare = SecretBytes.Random(GrantKey.ShareSize);
        using var ledgerShare = SecretBytes.Random(GrantKey.ShareSize);
        using var recipientShare = SecretBytes.Random(GrantKey.ShareSize);
        var binding = new GrantBinding(gate.Origin, wanted.Grant, wanted.ConsentDigest, wanted.EncryptionKey.Thumbprint);
        using var key = GrantKey.Of(binding, gateShare, ledgerShare, recipientShare);

        var row = new CapsuleRow(
            1, capsule.Dataset, capsule.Epoch, Seal.Close(key, binding.CapsuleKeyContext(), capsuleKey.Span),
            capsule.CapsuleKeyForResident, capsule.Entry);
        return new GrantKeys(
            [capsule.StillStands, gate.Keep(wanted.Grant, gateShare), new Change.Put(CapsuleRow.KeyOf(wanted.Grant), row.ToBytes(), ExpectedVersion: 0)],
            LedgerShare.SealForRecorder(recorder, gate.Origin, wanted.Grant, ledgerShare),
            wanted.EncryptionKey.Seal(DeliveryContexts.ShareToRecipient(gate.Origin, wanted.Grant), [], recipientShare.Span));
    }
}
