using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The two journeys of S_ledger, each an HPKE message (RFC 9180 base mode, <c>enc(32) ‖ ciphertext</c>) bound to its place:
/// custodian → recorder with the grant, and recorder → gate with the grant and the commitment of the intent that released it.
/// </summary>
public static class LedgerShare
{
    /// <summary>S_ledger, in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>Seals a new share to the recorder; goes into <see cref="ConsentGranted.SealedLedgerShare"/>.</summary>
    public static byte[] SealForRecorder(HpkePublicKey recorder, string origin, GrantId grant, SecretBytes share) =>
        recorder.Seal(ToRecorder(origin, grant), [], share.Span);

    /// <summary>Opens what the recorder released. False when it was meant for another grant, intent or gate, or is damaged.</summary>
    /// <param name="gate">The gate's private key.</param>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="intentCommitment">C of the published intent, 32 bytes.</param>
    /// <param name="sealedShare">From <see cref="Recording.Done.ShareForGate"/>.</param>
    /// <param name="share">S_ledger; the caller disposes it.</param>
    public static bool TryOpenAsGate(
        HpkePrivateKey gate,
        string origin,
        GrantId grant,
        ReadOnlySpan<byte> intentCommitment,
        ReadOnlySpan<byte> sealedShare,
        [NotNullWhen(true)] out SecretBytes? share) =>
        gate.TryOpenSecret(ToGate(origin, grant, intentCommitment), [], sealedShare, out share);

    internal static bool TryOpenAsRecorder(
        HpkePrivateKey recorder, string origin, GrantId grant, ReadOnlySpan<byte> sealedShare, [NotNullWhen(true)] out SecretBytes? share) =>
        recorder.TryOpenSecret(ToRecorder(origin, grant), [], sealedShare, out share);

    internal static byte[] SealForGate(
        HpkePublicKey gate, string origin, GrantId grant, ReadOnlySpan<byte> intentCommitment, SecretBytes share) =>
        gate.Seal(ToGate(origin, grant, intentCommitment), [], share.Span);

    private static byte[] ToRecorder(string origin, GrantId grant) =>
        LengthPrefixed.Of(Labels.LedgerShareToRecorder, origin, grant.ToString());

    private static byte[] ToGate(string origin, GrantId grant, ReadOnlySpan<byte> intentCommitment) =>
        LengthPrefixed.Of(Labels.LedgerShareToGate, origin, grant.ToString(), intentCommitment.ToArray());
}
