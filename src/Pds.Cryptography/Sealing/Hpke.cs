// RFC 9180 (HPKE), base mode, one suite:
//   KEM  0x0020 DHKEM(X25519, HKDF-SHA256): enc 32, keys 32, shared secret 32
//   KDF  0x0001 HKDF-SHA256
//   AEAD 0x0002 AES-256-GCM: key 32, nonce 12, tag 16
// X25519 refuses results that are all zero (section 7.1.4).
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>Key encapsulation and key schedule of the one suite used here.</summary>
internal static class Hpke
{
    public const int PublicKeySize = 32;
    public const int PrivateKeySize = 32;
    public const int TagSize = 16;

    private const int HashSize = 32;

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    // "KEM" ‖ I2OSP(0x0020, 2), section 4.1.
    private static ReadOnlySpan<byte> KemSuite => [0x4B, 0x45, 0x4D, 0x00, 0x20];

    // "HPKE" ‖ KEM ‖ KDF ‖ AEAD, section 5.1.
    private static ReadOnlySpan<byte> Suite => [0x48, 0x50, 0x4B, 0x45, 0x00, 0x20, 0x00, 0x01, 0x00, 0x02];

    // psk_id is empty in base mode, so its hash is the same for every message.
    private static readonly byte[] NoPskIdHash = HashOfNoPskId();

    /// <summary>SetupBaseS with a given ephemeral key (section 5.1.1), whose point is <paramref name="enc"/>; null when the shared point is the neutral one.</summary>
    public static HpkeContext? SetupSender(ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info) =>
        Setup(ephemeral, recipient, enc, recipient, info);

    /// <summary>SetupBaseR (section 5.1.1) of a key pair; null when the shared point is the neutral one.</summary>
    public static HpkeContext? SetupReceiver(ReadOnlySpan<byte> own, ReadOnlySpan<byte> ownPoint, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> info) =>
        Setup(own, enc, enc, ownPoint, info);

    /// <summary>DeriveKeyPair (section 7.1.3): the private key of <paramref name="ikm"/>.</summary>
    public static SecretBytes DerivePrivateKey(ReadOnlySpan<byte> ikm)
    {
        Span<byte> prk = stackalloc byte[HashSize];
        LabeledExtract(KemSuite, [], "dkp_prk"u8, ikm, prk);
        var key = new byte[PrivateKeySize];
        LabeledExpand(KemSuite, prk, "sk"u8, [], key);
        var result = SecretBytes.CopyOf(key);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(prk);
        return result;
    }

    /// <summary>LabeledExpand of the HPKE suite (section 4), for exports.</summary>
    public static void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output) =>
        LabeledExpand(Suite, prk, label, info, output);

    private static HpkeContext? Setup(
        ReadOnlySpan<byte> own, ReadOnlySpan<byte> other, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info)
    {
        Span<byte> dh = stackalloc byte[PublicKeySize];
        Span<byte> shared = stackalloc byte[HashSize];
        try
        {
            if (!X25519.TryAgree(own, other, dh))
            {
                return null;
            }

            ExtractAndExpand(dh, enc, recipient, shared);
            return KeySchedule(shared, info);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dh);
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    // Section 4.1: shared secret from the Diffie-Hellman result and kem_context = enc ‖ pkR.
    private static void ExtractAndExpand(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, Span<byte> shared)
    {
        Span<byte> prk = stackalloc byte[HashSize];
        Span<byte> context = stackalloc byte[2 * PublicKeySize];
        enc.CopyTo(context);
        recipient.CopyTo(context[PublicKeySize..]);
        LabeledExtract(KemSuite, [], "eae_prk"u8, dh, prk);
        LabeledExpand(KemSuite, prk, "shared_secret"u8, context, shared);
        CryptographicOperations.ZeroMemory(prk);
    }

    // Section 5.1 with mode_base (0x00), so psk and psk_id are empty.
    private static HpkeContext KeySchedule(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> info)
    {
        Span<byte> context = stackalloc byte[1 + (2 * HashSize)];
        context[0] = 0x00;
        NoPskIdHash.CopyTo(context[1..]);
        LabeledExtract(Suite, [], "info_hash"u8, info, context[(1 + HashSize)..]);

        Span<byte> secret = stackalloc byte[HashSize];
        Span<byte> key = stackalloc byte[HpkeContext.KeySize];
        Span<byte> nonce = stackalloc byte[HpkeContext.NonceSize];
        Span<byte> exporter = stackalloc byte[HashSize];
        try
        {
            LabeledExtract(Suite, shared, "secret"u8, [], secret);
            LabeledExpand(Suite, secret, "key"u8, context, key);
            LabeledExpand(Suite, secret, "base_nonce"u8, context, nonce);
            LabeledExpand(Suite, secret, "exp"u8, context, exporter);
            return new HpkeContext(SecretBytes.CopyOf(key), SecretBytes.CopyOf(nonce), SecretBytes.CopyOf(exporter));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(nonce);
            CryptographicOperations.ZeroMemory(exporter);
        }
    }

    private static byte[] HashOfNoPskId()
    {
        var hash = new byte[HashSize];
        LabeledExtract(Suite, [], "psk_id_hash"u8, [], hash);
        return hash;
    }

    // Section 4: Extract(salt, "HPKE-v1" ‖ suite_id ‖ label ‖ ikm). Extract is HMAC keyed with the salt (RFC 5869 section 2.2).
    private static void LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        var length = Version.Length + suite.Length + label.Length + ikm.Length;
        var input = length <= 512 ? stackalloc byte[length] : new byte[length];
        Version.CopyTo(input);
        suite.CopyTo(input[Version.Length..]);
        label.CopyTo(input[(Version.Length + suite.Length)..]);
        ikm.CopyTo(input[(Version.Length + suite.Length + label.Length)..]);
        HMACSHA256.HashData(salt, input, prk[..HashSize]);
        CryptographicOperations.ZeroMemory(input);
    }

    // Section 4: Expand(prk, I2OSP(L, 2) ‖ "HPKE-v1" ‖ suite_id ‖ label ‖ info, L).
    private static void LabeledExpand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        var length = sizeof(ushort) + Version.Length + suite.Length + label.Length + info.Length;
        var input = length <= 512 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteUInt16BigEndian(input, checked((ushort)output.Length));
        var rest = input[sizeof(ushort)..];
        Version.CopyTo(rest);
        suite.CopyTo(rest[Version.Length..]);
        label.CopyTo(rest[(Version.Length + suite.Length)..]);
        info.CopyTo(rest[(Version.Length + suite.Length + label.Length)..]);
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, input);
    }
}
