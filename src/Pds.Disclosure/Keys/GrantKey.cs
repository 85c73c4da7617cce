// GK_g = HKDF-SHA-256(S_gate ‖ S_ledger ‖ S_rcpt; info = LP(label, origin, g, consent_digest, enc_jkt)), 32 bytes; each share 32 random bytes.
// Three holders, one key: the gate alone, the recorder alone, the recipient alone, and any two of them, have nothing.

using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>The key of one grant, made from its three shares inside one frame.</summary>
internal static class GrantKey
{
    public const int ShareSize = 32;

    public static SecretBytes Of(GrantBinding binding, SecretBytes gateShare, SecretBytes ledgerShare, SecretBytes recipientShare)
    {
        using var shares = SecretBytes.Create(3 * ShareSize, (gateShare, ledgerShare, recipientShare), static (target, parts) =>
        {
            parts.gateShare.Span.CopyTo(target);
            parts.ledgerShare.Span.CopyTo(target[ShareSize..]);
            parts.recipientShare.Span.CopyTo(target[(2 * ShareSize)..]);
        });
        return Hkdf.Derive(shares.Span, [], binding.Info(), ShareSize);
    }
}

/// <summary>What a grant's key is bound to: another document, recipient key, grant or ledger makes another key.</summary>
internal sealed record GrantBinding(string Origin, GrantId Grant, byte[] ConsentDigest, string EncJkt)
{
    public byte[] Info() => LengthPrefixed.Of(Labels.GrantKey, Origin, Grant.ToString(), ConsentDigest, EncJkt);

    public byte[] CapsuleKeyContext() => LengthPrefixed.Of(Labels.GrantCapsuleKey, Origin, Grant.ToString(), ConsentDigest, EncJkt);
}
