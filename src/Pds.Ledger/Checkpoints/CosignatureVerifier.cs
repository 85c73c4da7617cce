using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The public key that checks a witness's cosignatures (C2SP tlog-cosignature, Ed25519 <c>cosignature/v1</c>). Text form (vkey):
/// <c>name+8 hex digits of the key id+base64(0x04 ‖ 32-byte key)</c>. A signature is 72 bytes: the time as a big-endian u64 and 64 bytes of
/// Ed25519 over <c>cosignature/v1 LF time SECONDS LF</c> and the text of the checkpoint.
/// </summary>
public sealed class CosignatureVerifier
{
    /// <summary>Makes the verifier for a witness's key under its name.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a space, a plus sign or a control character.</exception>
    public CosignatureVerifier(string name, Ed25519PublicKey key)
    {
        (Name, Key) = (VerifierKey.CheckName(name, nameof(name)), key);
        KeyId = VerifierKey.IdOf(name, VerifierKey.CosignatureType, key);
    }

    /// <summary>The witness's name as it stands in its signature lines.</summary>
    public string Name { get; }

    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ LF ‖ 0x04 ‖ key).</summary>
    public uint KeyId { get; }

    /// <summary>The public key.</summary>
    public Ed25519PublicKey Key { get; }

    /// <summary>Reads a witness's vkey whose key id matches; everything else, a log's vkey too, is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? vkey, [NotNullWhen(true)] out CosignatureVerifier? verifier)
    {
        verifier = VerifierKey.TryParse(vkey, VerifierKey.CosignatureType, out string? name, out Ed25519PublicKey? key)
            ? new CosignatureVerifier(name, key)
            : null;
        return verifier is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => VerifierKey.Format(Name, VerifierKey.CosignatureType, Key);
}
