// age-encryption.org/v1 (C2SP age), X25519 stanza: file key 16 bytes, ephemeral share 32, body = file key under ChaCha20-Poly1305 with a
// zero nonce, 16 + 16 = 32 bytes; header MAC = HMAC-SHA256 under HKDF(file key, "header"). Base64 is the standard alphabet without padding.
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>The header of an age file with one X25519 recipient, and the key of its payload.</summary>
internal static class AgeHeader
{
    public const int FileKeySize = 16;

    /// <summary>The longest header read: one stanza takes 200 bytes; a file may carry more of other recipients.</summary>
    public const int MaxBytes = 16 * 1024;

    private const string Version = "age-encryption.org/v1";
    private const string Stanza = "-> X25519 ";
    private const string End = "---";
    private const int WrappedSize = FileKeySize + 16;

    private static ReadOnlySpan<byte> WrapInfo => "age-encryption.org/v1/X25519"u8;

    private static ReadOnlySpan<byte> MacInfo => "header"u8;

    /// <summary>The header for one recipient.</summary>
    public static byte[] Write(AgeRecipient recipient, SecretBytes fileKey)
    {
        using var ephemeral = HpkePrivateKey.Create();
        var share = ephemeral.PublicKey.Raw;
        using var wrapKey = WrapKey(ephemeral, recipient.Key.Raw, share, recipient.Key.Raw)
            ?? throw new InvalidOperationException("The recipient is a point of small order.");
        var wrapped = AeadAlgorithm.ChaCha20Poly1305.Encrypt(wrapKey, new byte[12], [], fileKey.Span);
        var signed = $"{Version}\n{Stanza}{Base64(share)}\n{Base64(wrapped)}\n{End}";
        return Encoding.ASCII.GetBytes($"{signed} {Base64(Mac(fileKey, signed))}\n");
    }

    /// <summary>The file key, when one of the stanzas is for this identity and the header is as its writer left it.</summary>
    public static bool TryRead(string header, AgeIdentity identity, [NotNullWhen(true)] out SecretBytes? fileKey)
    {
        fileKey = null;
        var lines = header.Split('\n');
        if (lines.Length < 5 || lines[0] != Version || lines[^1].Length != 0 || !lines[^2].StartsWith(End + " ", StringComparison.Ordinal))
        {
            return false;
        }

        for (var at = 1; at + 1 < lines.Length - 2 && fileKey is null; at++)
        {
            if (lines[at].StartsWith(Stanza, StringComparison.Ordinal)
                && TryBase64(lines[at][Stanza.Length..], HpkePublicKey.Size, out var share)
                && TryBase64(lines[at + 1], WrappedSize, out var wrapped))
            {
                fileKey = Unwrap(identity, share, wrapped);
            }
        }

        if (fileKey is null)
        {
            return false;
        }

        var signed = header[..(header.LastIndexOf(End + " ", StringComparison.Ordinal) + End.Length)];
        if (TryBase64(lines[^2][(End.Length + 1)..], Sha256.Size, out var mac) && FixedTime.Equals(mac, Mac(fileKey, signed)))
        {
            return true;
        }

        fileKey.Dispose();
        fileKey = null;
        return false;
    }

    private static SecretBytes? Unwrap(AgeIdentity identity, byte[] share, byte[] wrapped)
    {
        using var wrapKey = WrapKey(identity.Key, share, share, identity.Key.PublicKey.Raw);
        if (wrapKey is null || AeadAlgorithm.ChaCha20Poly1305.Decrypt(wrapKey, new byte[12], [], wrapped) is not { } plain)
        {
            return null;
        }

        var fileKey = SecretBytes.CopyOf(plain);
        CryptographicOperations.ZeroMemory(plain);
        return fileKey;
    }

    private static Key? WrapKey(HpkePrivateKey own, byte[] other, byte[] share, byte[] recipient)
    {
        Span<byte> shared = stackalloc byte[32];
        try
        {
            // A point of small order agrees on zeros with everybody: age refuses it, and so does this.
            if (!own.TryAgree(other, shared))
            {
                return null;
            }

            using var wrap = Hkdf.Derive(shared, [.. share, .. recipient], WrapInfo, 32);
            return Key.Import(AeadAlgorithm.ChaCha20Poly1305, wrap.Span, KeyBlobFormat.RawSymmetricKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    private static byte[] Mac(SecretBytes fileKey, string signed)
    {
        using var key = Hkdf.Derive(fileKey.Span, [], MacInfo, 32);
        return HmacSha256.Mac(key.Span, Encoding.ASCII.GetBytes(signed));
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    // One spelling only: what decodes must be what we would write.
    private static bool TryBase64(string text, int size, out byte[] bytes)
    {
        bytes = new byte[size];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var written) && written == size && Base64(bytes) == text;
    }
}
