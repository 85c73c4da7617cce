using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The two journeys of S_ledger, each in HPKE (RFC 9180 base mode) and bound to its place: custodian → recorder with the grant, a message
/// of its own; recorder → gate with the grant and the commitment of the intent that released it, over a standing way (<see
/// cref="HpkeSender"/>), because that happens at every call.
/// </summary>
public static class LedgerShare
{
    /// <summary>S_ledger, in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>Seals a new share to the recorder; goes into <see cref="ConsentGranted.SealedLedgerShare"/>.</summary>
    public static byte[] SealForRecorder(HpkePublicKey recorder, string origin, GrantId grant, SecretBytes share) =>
        recorder.Seal(ToRecorder(origin, grant), [], share.Span);

    /// <summary>The gate's end of the way from the recorder. The caller disposes it.</summary>
    /// <param name="gate">The gate's private key; stays the caller's.</param>
    /// <param name="origin">The ledger's origin.</param>
    public static HpkeReceiver AtTheGate(HpkePrivateKey gate, string origin) => new(gate, FromRecorderToGate(origin));

    /// <summary>Opens what the recorder released. False when it was meant for another grant, intent or gate, or is damaged.</summary>
    /// <param name="fromRecorder">From <see cref="AtTheGate"/>.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="intentCommitment">C of the published intent, 32 bytes.</param>
    /// <param name="sealedShare">From <see cref="Recording.Done.ShareForGate"/>.</param>
    /// <param name="share">S_ledger; the caller disposes it.</param>
    public static bool TryOpenAsGate(
        HpkeReceiver fromRecorder,
        GrantId grant,
        ReadOnlySpan<byte> intentCommitment,
        ReadOnlySpan<byte> sealedShare,
        [NotNullWhen(true)] out SecretBytes? share)
    {
        ArgumentNullException.ThrowIfNull(fromRecorder);
        return fromRecorder.TryOpenSecret(Released(grant, intentCommitment), sealedShare, out share);
    }

    internal static bool TryOpenAsRecorder(
        HpkePrivateKey recorder, string origin, GrantId grant, ReadOnlySpan<byte> sealedShare, [NotNullWhen(true)] out SecretBytes? share) =>
        recorder.TryOpenSecret(ToRecorder(origin, grant), [], sealedShare, out share);

    internal static HpkeSender ToTheGate(HpkePublicKey gate, string origin) => new(gate, FromRecorderToGate(origin));

    internal static byte[] SealForGate(HpkeSender toGate, GrantId grant, ReadOnlySpan<byte> intentCommitment, SecretBytes share) =>
        toGate.Seal(Released(grant, intentCommitment), share.Span);

    private static byte[] ToRecorder(string origin, GrantId grant) =>
        LengthPrefixed.Of(Labels.LedgerShareToRecorder, origin, grant.ToString());

    private static byte[] FromRecorderToGate(string origin) => LengthPrefixed.Of(Labels.LedgerShareToGate, origin);

    private static byte[] Released(GrantId grant, ReadOnlySpan<byte> intentCommitment) =>
        LengthPrefixed.Of(Labels.LedgerShareReleased, grant.ToString(), intentCommitment.ToArray());
}
