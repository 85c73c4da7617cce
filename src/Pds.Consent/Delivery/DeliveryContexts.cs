using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What the three HPKE messages between recipient and gate are bound to. Server and SDK both need these bytes, so they live here, once.
/// Each is <c>LP(label, …)</c>; a message moved to another grant, call or intent does not open.
/// </summary>
public static class DeliveryContexts
{
    /// <summary><c>info</c> of S_rcpt as it goes, with the receipt, to the recipient's encryption key; <c>aad</c> is empty.</summary>
    public static byte[] ShareToRecipient(string origin, GrantId grant) =>
        LengthPrefixed.Of(Labels.DeliveryShareToRecipient, origin, grant.ToString());

    /// <summary><c>info</c> of S_rcpt as the SDK re-seals it, per call, to the gate's key.</summary>
    public static byte[] ShareToGate(string origin) => LengthPrefixed.Of(Labels.DeliveryShareToGate, origin);

    /// <summary><c>aad</c> of the same message: it binds itself to one grant and one call (DESIGN 7).</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="requestHash">SHA-256 of the call bytes, 32 bytes.</param>
    public static byte[] ShareToGateAad(GrantId grant, ReadOnlyMemory<byte> requestHash) =>
        LengthPrefixed.Of(Labels.DeliveryShareBinding, grant.ToString(), requestHash);

    /// <summary><c>info</c> of the data as it goes to the recipient's encryption key; <c>aad</c> is empty.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="requestHash">SHA-256 of the call bytes, 32 bytes.</param>
    /// <param name="intentCommitment">C of the published intent, 32 bytes.</param>
    public static byte[] Data(
        string origin, GrantId grant, ReadOnlyMemory<byte> requestHash, ReadOnlyMemory<byte> intentCommitment) =>
        LengthPrefixed.Of(Labels.DeliveryData, origin, grant.ToString(), requestHash, intentCommitment);
}
