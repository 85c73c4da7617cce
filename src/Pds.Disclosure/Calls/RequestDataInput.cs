using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>One request as it came, before anything in it is believed.</summary>
/// <param name="Presentation">SD-JWT+KB: the receipt and the key-binding JWT that is the call's proof.</param>
/// <param name="Call">The serialised call, at most <see cref="MaxCallBytes"/>; signed bytes travel as bytes.</param>
/// <param name="SealedShare">S_rcpt, sealed by the recipient to the gate for this call.</param>
/// <param name="GateKid">The gate key it was sealed to.</param>
/// <param name="Method">The method called, such as <c>/pds.v1.DisclosureService/RequestData</c>; the proof must name the same.</param>
public sealed record RequestDataInput(
    string Presentation, ReadOnlyMemory<byte> Call, ReadOnlyMemory<byte> SealedShare, string GateKid, string Method)
{
    /// <summary>The longest presentation, in characters.</summary>
    public const int MaxPresentationLength = 64 * 1024;

    /// <summary>The longest call, in bytes.</summary>
    public const int MaxCallBytes = 16 * 1024;

    /// <summary>The longest sealed share, in bytes.</summary>
    public const int MaxSealedShareBytes = 256;

    /// <summary>Names these exact bytes: a repeat with the same is the same call, with any other is a replay. 32 bytes.</summary>
    internal byte[] Digest() => Sha256.Hash(
        LengthPrefixed.Of(Labels.DisclosureCallBytes, Presentation, Call, SealedShare, GateKid, Method));

    internal bool IsInBounds =>
        Presentation.Length <= MaxPresentationLength && Call.Length <= MaxCallBytes && SealedShare.Length <= MaxSealedShareBytes &&
        GateKid.Length <= 64 && Method.Length <= 200;

    /// <summary>Prints its own name.</summary>
    public override string ToString() => nameof(RequestDataInput);
}

/// <summary>The organisation the connection authenticated, and the key of the certificate it did so with.</summary>
/// <param name="Organization">Who.</param>
/// <param name="Key">The certificate's key.</param>
public sealed record CallingOrganization(OrganizationId Organization, Es256PublicKey Key);
