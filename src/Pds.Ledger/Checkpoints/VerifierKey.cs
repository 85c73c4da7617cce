using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The text form of a note's Ed25519 key (C2SP signed-note, "vkey"): <c>name+8 hex digits of the key id+base64(type ‖ 32-byte key)</c>.
/// The type byte parts a log's key from a witness's: one is never taken for the other.
/// </summary>
internal static class VerifierKey
{
    /// <summary>Ed25519 over the text of the note (C2SP signed-note).</summary>
    internal const byte Ed25519Type = 0x01;

    /// <summary>Timestamped Ed25519 over a checkpoint (C2SP tlog-cosignature).</summary>
    internal const byte CosignatureType = 0x04;

    private const int KeyIdDigits = 8;

    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ LF ‖ type ‖ key).</summary>
    internal static uint IdOf(string name, byte type, Ed25519PublicKey key) =>
        BinaryPrimitives.ReadUInt32BigEndian(Sha256.Hash([.. SignedNote.Bytes(name), (byte)'\n', type, .. key.Raw]));

    /// <summary>Reads a vkey of this type whose key id matches; everything else is refused.</summary>
    internal static bool TryParse(
        string? vkey, byte type, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        (name, key) = (null, null);
        if (vkey?.Split('+', 3) is not [var claimed, { Length: KeyIdDigits } keyId, var material]
            || !IsName(claimed)
            || !StandardBase64.TryDecode(material, 1 + Ed25519PublicKey.Size, out byte[]? blob)
            || blob[0] != type
            || !Ed25519PublicKey.TryParse(blob.AsSpan(1), out Ed25519PublicKey? parsed)
            || Text(IdOf(claimed, type, parsed)) != keyId)
        {
            return false;
        }

        (name, key) = (claimed, parsed);
        return true;
    }

    /// <summary>The vkey.</summary>
    internal static string Format(string name, byte type, Ed25519PublicKey key) =>
        $"{name}+{Text(IdOf(name, type, key))}+{Convert.ToBase64String([type, .. key.Raw])}";

    /// <summary>Names end at a space in a note and at a plus sign in a vkey, so they hold neither.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    /// <exception cref="ArgumentException">The name is empty or holds a space, a plus sign or a control character.</exception>
    internal static string CheckName(string name, string parameter) => IsName(name)
        ? name
        : throw new ArgumentException("A note key's name is not empty and has no spaces, plus signs or control characters.", parameter);

    private static string Text(uint keyId) => keyId.ToString("x8", CultureInfo.InvariantCulture);
}
