using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>
/// The role that opens granted fields (DESIGN section 3). It holds K_gate and an HPKE key and nothing that opens data alone: without the
/// share the recorder gives for a published intent, and the share the recipient sends for this call, what it holds is noise.
/// </summary>
public sealed class Gate : IDisposable
{
    private readonly MasterKey master;
    private readonly HpkePrivateKey own;
    private readonly HpkePrivateKey? previous;
    private readonly HpkeReceiver fromRecorder;

    /// <summary>Takes the role up.</summary>
    /// <param name="master">K_gate; stays the caller's.</param>
    /// <param name="own">The published HPKE key; the recorder seals S_ledger to it and recipients seal S_rcpt to it.</param>
    /// <param name="previous">The key before it, for the 24 hours recipients may still use it; else null.</param>
    /// <param name="origin">The ledger's origin, part of every context.</param>
    public Gate(MasterKey master, HpkePrivateKey own, HpkePrivateKey? previous, string origin) =>
        (this.master, this.own, this.previous, Origin, fromRecorder) = (master, own, previous, origin, LedgerShare.AtTheGate(own, origin));

    /// <summary>The ledger's origin.</summary>
    public string Origin { get; }

    /// <summary>The key recipients seal their share to; its kid is its RFC 7638 thumbprint.</summary>
    public HpkePublicKey PublicKey => own.PublicKey;

    /// <summary>The key before it, while it is still accepted.</summary>
    public HpkePublicKey? PreviousPublicKey => previous?.PublicKey;

    /// <summary>Zeroes what it remembers of the way from the recorder; the keys stay the caller's.</summary>
    public void Dispose() => fromRecorder.Dispose();

    /// <summary>The row that keeps S_gate of a new grant.</summary>
    internal Change Keep(GrantId grant, SecretBytes share) =>
        new Change.Put(KeyOf(grant), master.Wrap(Labels.ShareGateWrap, Context(grant), share), ExpectedVersion: 0);

    internal static RowKey KeyOf(GrantId grant) => new(Table.GateShares, grant.ToString());

    /// <summary>
    /// Puts the three shares together and opens the capsule. False when any of them is missing, meant for something else or damaged; which
    /// one it was is not said, because nobody honest needs to know.
    /// </summary>
    internal bool TryOpen(GateOpening opening, out Capsule capsule)
    {
        capsule = null!;
        if (!TryOpenRecipientShare(opening, out var recipientShare))
        {
            return false;
        }

        using (recipientShare)
        {
            if (!LedgerShare.TryOpenAsGate(
                fromRecorder, opening.Binding.Grant, opening.IntentCommitment, opening.SealedLedgerShare, out var ledgerShare))
            {
                return false;
            }

            using (ledgerShare)
            {
                return TryOpen(opening, recipientShare, ledgerShare, out capsule);
            }
        }
    }

    private bool TryOpen(GateOpening opening, SecretBytes recipientShare, SecretBytes ledgerShare, out Capsule capsule)
    {
        capsule = null!;
        if (!master.TryUnwrap(Labels.ShareGateWrap, Context(opening.Binding.Grant), opening.GateShareWrap.Span, out var gateShare))
        {
            return false;
        }

        using (gateShare)
        {
            using var key = GrantKey.Of(opening.Binding, gateShare, ledgerShare, recipientShare);
            if (!Seal.TryOpenSecret(key, opening.Binding.CapsuleKeyContext(), opening.Capsule.KeyForGate, out var capsuleKey))
            {
                return false;
            }

            using (capsuleKey)
            {
                return Capsule.TryOpen(opening.Place(Origin), capsuleKey, opening.Capsule.Entry, out capsule);
            }
        }
    }

    private bool TryOpenRecipientShare(GateOpening opening, out SecretBytes share)
    {
        share = null!;
        var key = opening.GateKid == own.PublicKey.Kid ? own
            : previous is not null && opening.GateKid == previous.PublicKey.Kid ? previous
            : null;
        return key is not null
            && key.TryOpenSecret(
                DeliveryContexts.ShareToGate(Origin), DeliveryContexts.ShareToGateAad(opening.Binding.Grant, opening.RequestSha256),
                opening.SealedRecipientShare.Span, out share!)
            && share.Length == GrantKey.ShareSize;
    }

    private byte[] Context(GrantId grant) => LengthPrefixed.Of(Labels.ShareGateWrap, Origin, grant.ToString());
}
