using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The public key that checks a signed note (C2SP signed-note), Ed25519 only. Text form (vkey):
/// <c>name+8 hex digits of the key id+base64(0x01 ‖ 32-byte key)</c>.
/// </summary>
public sealed class NoteVerifier
{
    /// <summary>Makes the verifier for a key under a name.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a space, a plus sign or a control character.</exception>
    public NoteVerifier(string name, Ed25519PublicKey key)
    {
        (Name, Key) = (VerifierKey.CheckName(name, nameof(name)), key);
        KeyId = VerifierKey.IdOf(name, VerifierKey.Ed25519Type, key);
    }

    /// <summary>Name of the key; for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ LF ‖ 0x01 ‖ key).</summary>
    public uint KeyId { get; }

    /// <summary>The public key.</summary>
    public Ed25519PublicKey Key { get; }

    /// <summary>Reads a vkey whose key id matches; everything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? vkey, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = VerifierKey.TryParse(vkey, VerifierKey.Ed25519Type, out string? name, out Ed25519PublicKey? key) ? new NoteVerifier(name, key) : null;
        return verifier is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => VerifierKey.Format(Name, VerifierKey.Ed25519Type, Key);
}
