// Authenticator data, W3C WebAuthn Level 3 section 6.1:
//   rpIdHash (32) ‖ flags (1: UP 0x01, UV 0x04, AT 0x40, ED 0x80) ‖ signCount (4, big-endian)
//   with AT: aaguid (16) ‖ L (2, big-endian) ‖ credentialId (L) ‖ credentialPublicKey (COSE_Key); with ED: extensions (CBOR)
// The COSE key of ES256 in CTAP2's canonical CBOR has one spelling of 77 bytes: a5 01 02 03 26 20 01 21 58 20 x(32) 22 58 20 y(32).
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>What an authenticator says about itself and the person before it. Read exactly; extensions are not looked into.</summary>
public sealed class AuthenticatorData
{
    /// <summary>The longest accepted, in bytes.</summary>
    public const int MaxBytes = 2048;

    /// <summary>Length without credential and extensions, in bytes.</summary>
    public const int HeadBytes = 37;

    /// <summary>The longest credential id, in bytes (section 4).</summary>
    public const int MaxCredentialIdBytes = 1023;

    private const int MinCredentialIdBytes = 16;
    private const int AaguidBytes = 16;
    private const byte Present = 0x01, Verified = 0x04, Attested = 0x40, Extended = 0x80;

    private static readonly byte[] KeyHead = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    private static readonly byte[] KeyMiddle = [0x22, 0x58, 0x20];
    private static readonly int KeyBytes = KeyHead.Length + KeyMiddle.Length + (2 * Es256PublicKey.CoordinateSize);

    private readonly byte flags;

    private AuthenticatorData(byte[] rpIdHash, byte flags, uint count) => (RpIdHash, this.flags, Count) = (rpIdHash, flags, count);

    /// <summary>SHA-256 of the relying party id, 32 bytes.</summary>
    public byte[] RpIdHash { get; }

    /// <summary>How often it has signed; 0 by those that do not count.</summary>
    public uint Count { get; }

    /// <summary>Somebody was there (UP) and proved by PIN or body who (UV).</summary>
    public bool IsByThePerson => (flags & Present) != 0 && (flags & Verified) != 0;

    /// <summary>The new credential's id; null outside a registration.</summary>
    public byte[]? CredentialId { get; private init; }

    /// <summary>The new credential's key; null outside a registration.</summary>
    public Es256PublicKey? Key { get; private init; }

    /// <summary>Reads it; false for any other length, and for a key that is not ES256.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AuthenticatorData? data)
    {
        data = null;
        if (bytes.Length is < HeadBytes or > MaxBytes)
        {
            return false;
        }

        var flags = bytes[32];
        var head = new AuthenticatorData(bytes[..32].ToArray(), flags, BinaryPrimitives.ReadUInt32BigEndian(bytes[33..]));
        var rest = bytes[HeadBytes..];
        if ((flags & Attested) == 0)
        {
            data = head;
        }
        else if (TryCredential(ref rest, out var id, out var key))
        {
            data = new AuthenticatorData(head.RpIdHash, flags, head.Count) { CredentialId = id, Key = key };
        }

        // Bytes after it belong to extensions, or to nobody.
        if (rest.Length > 0 != ((flags & Extended) != 0))
        {
            data = null;
        }

        return data is not null;
    }

    /// <summary>Whether it is for this relying party.</summary>
    public bool IsFor(string rpId) => FixedTime.Equals(RpIdHash, Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(rpId)));

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(AuthenticatorData);

    private static bool TryCredential(
        ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out byte[]? id, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        (id, key) = (null, null);
        if (rest.Length < AaguidBytes + sizeof(ushort))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[AaguidBytes..]);
        rest = rest[(AaguidBytes + sizeof(ushort))..];
        if (length is < MinCredentialIdBytes or > MaxCredentialIdBytes || rest.Length < length + KeyBytes)
        {
            return false;
        }

        id = rest[..length].ToArray();
        var cose = rest.Slice(length, KeyBytes);
        rest = rest[(length + KeyBytes)..];
        var x = cose.Slice(KeyHead.Length, Es256PublicKey.CoordinateSize);
        return cose.StartsWith(KeyHead)
            && cose[(KeyHead.Length + x.Length)..].StartsWith(KeyMiddle)
            && Es256PublicKey.TryFromCoordinates(x, cose[^Es256PublicKey.CoordinateSize..], out key);
    }
}
