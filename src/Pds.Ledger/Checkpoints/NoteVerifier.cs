using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The public key that checks a signed note (C2SP signed-note), Ed25519 only. Text form (vkey):
/// <c>name+8 hex digits of the key id+base64(0x01 ‖ 32-byte key)</c>.
/// </summary>
public sealed class NoteVerifier
{
    private const byte Ed25519Type = 0x01;
    private const int KeyIdDigits = 8;

    /// <summary>Makes the verifier for a key under a name.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a space, a plus sign or a control character.</exception>
    public NoteVerifier(string name, Ed25519PublicKey key)
    {
        if (!IsName(name))
        {
            throw new ArgumentException("A note key's name is not empty and has no spaces, plus signs or control characters.", nameof(name));
        }

        (Name, Key) = (name, key);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(Sha256.Hash([.. SignedNote.Bytes(name), (byte)'\n', Ed25519Type, .. key.Raw]));
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
        verifier = null;
        if (vkey?.Split('+', 3) is not [var name, { Length: KeyIdDigits } keyId, var material]
            || !IsName(name)
            || !StandardBase64.TryDecode(material, 1 + Ed25519PublicKey.Size, out byte[]? blob)
            || blob[0] != Ed25519Type
            || !Ed25519PublicKey.TryParse(blob.AsSpan(1), out Ed25519PublicKey? key))
        {
            return false;
        }

        NoteVerifier candidate = new(name, key);
        verifier = candidate.KeyIdText() == keyId ? candidate : null;
        return verifier is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => $"{Name}+{KeyIdText()}+{Convert.ToBase64String([Ed25519Type, .. Key.Raw])}";

    /// <summary>Names end at a space in a note and at a plus sign in a vkey, so they hold neither.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    private string KeyIdText() => KeyId.ToString("x8", CultureInfo.InvariantCulture);
}
