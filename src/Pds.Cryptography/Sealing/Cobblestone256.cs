// C2SP chunked-encryption, instance "Cobblestone-256": https://c2sp.org/chunked-encryption
//   key ‖ base nonce ‖ commitment = HKDF-Expand-SHA-512(input key,
//     "c2sp.org/chunked-encryption@v1+" ‖ "AEAD_AES_256_GCM" ‖ 0x00 ‖ salt ‖ context)
//   message = salt (24) ‖ commitment (32) ‖ chunks; a chunk is 16,384 bytes of plaintext and a 16-byte tag, the last one shorter.
//   Sizes in bytes: input key 32, key 32, base nonce 12, commitment 32, overhead 72 + 16 for each full chunk.
// AES-GCM: NIST SP 800-38D. HKDF-Expand: RFC 5869 section 2.3, written out over HMAC because HKDF.Expand of the platform
// refuses a 32-byte key with SHA-512.
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>Cobblestone-256 messages. One cipher object for each message: they are not safe to share between threads.</summary>
internal static class Cobblestone256
{
    public const int KeySize = 32;
    public const int SaltSize = 24;
    public const int CommitmentSize = 32;
    public const int ChunkSize = 16 * 1024;
    public const int TagSize = 16;

    public const int NonceSize = 12;
    private const int HeaderSize = SaltSize + CommitmentSize;
    public const int DerivedSize = KeySize + NonceSize + CommitmentSize;

    private static ReadOnlySpan<byte> InfoPrefix => "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"u8;

    /// <summary>Length of the message of a plaintext.</summary>
    public static int SealedLength(int plaintextLength) =>
        checked(HeaderSize + plaintextLength + (((plaintextLength / ChunkSize) + 1) * TagSize));

    /// <summary>Length of the plaintext of a message; false for a length no message has (a cut one included).</summary>
    public static bool TryPlaintextLength(int messageLength, out int length)
    {
        var body = messageLength - HeaderSize;
        var lastChunk = body % (ChunkSize + TagSize);
        length = body - (((body / (ChunkSize + TagSize)) + 1) * TagSize);
        return body >= TagSize && lastChunk >= TagSize;
    }

    /// <summary>Seals under a fresh random salt.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext, Span<byte> message)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomSource.Fill(salt);
        Seal(key, context, salt, plaintext, message);
    }

    /// <summary>Seals under a given salt, which must never repeat for a key; published vectors need it.</summary>
    internal static void Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> plaintext, Span<byte> message)
    {
        Span<byte> derived = stackalloc byte[DerivedSize];
        try
        {
            Derive(key, salt, context, derived);
            salt.CopyTo(message);
            derived[(KeySize + NonceSize)..].CopyTo(message[SaltSize..]);

            using var cipher = new AesGcm(derived[..KeySize], TagSize);
            SealChunks(cipher, derived.Slice(KeySize, NonceSize), plaintext, message[HeaderSize..]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Opens a message into exactly its plaintext length; on false the target is zeroed.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, Span<byte> plaintext)
    {
        Span<byte> derived = stackalloc byte[DerivedSize];
        try
        {
            Derive(key, message[..SaltSize], context, derived);

            // The commitment comes first: it says "this key and this context" before any chunk is touched, so that one
            // ciphertext never opens under two keys.
            if (!CryptographicOperations.FixedTimeEquals(
                message.Slice(SaltSize, CommitmentSize), derived[(KeySize + NonceSize)..]))
            {
                return false;
            }

            using var cipher = new AesGcm(derived[..KeySize], TagSize);
            if (TryOpenChunks(cipher, derived.Slice(KeySize, NonceSize), message[HeaderSize..], plaintext))
            {
                return true;
            }

            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static void SealChunks(AesGcm cipher, ReadOnlySpan<byte> baseNonce, ReadOnlySpan<byte> plaintext, Span<byte> target)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        for (var chunk = 0u; ; chunk++)
        {
            var length = Math.Min(plaintext.Length, ChunkSize);
            Nonce(baseNonce, chunk, nonce);
            cipher.Encrypt(nonce, plaintext[..length], target[..length], target.Slice(length, TagSize));
            plaintext = plaintext[length..];
            target = target[(length + TagSize)..];
            if (length < ChunkSize)
            {
                return;
            }
        }
    }

    private static bool TryOpenChunks(AesGcm cipher, ReadOnlySpan<byte> baseNonce, ReadOnlySpan<byte> chunks, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        for (var chunk = 0u; ; chunk++)
        {
            var length = Math.Min(plaintext.Length, ChunkSize);
            Nonce(baseNonce, chunk, nonce);
            try
            {
                cipher.Decrypt(nonce, chunks[..length], chunks.Slice(length, TagSize), plaintext[..length]);
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }

            plaintext = plaintext[length..];
            chunks = chunks[(length + TagSize)..];
            if (length < ChunkSize)
            {
                return true;
            }
        }
    }

    // The chunk number as a big-endian integer as wide as the nonce, XORed in. Our messages stay under 2^31 bytes, far
    // below the 2^38 chunks the format allows, so four bytes hold the number.
    private static void Nonce(ReadOnlySpan<byte> baseNonce, uint chunk, Span<byte> nonce)
    {
        baseNonce.CopyTo(nonce);
        var last = nonce[^sizeof(uint)..];
        BinaryPrimitives.WriteUInt32BigEndian(last, BinaryPrimitives.ReadUInt32BigEndian(last) ^ chunk);
    }

    /// <summary>key (32) ‖ base nonce (12) ‖ commitment (32) of a message.</summary>
    // T(1) = HMAC(key, info ‖ 0x01), T(2) = HMAC(key, T(1) ‖ info ‖ 0x02); 76 of their 128 bytes are used.
    internal static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, Span<byte> derived)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException("A sealing key has 32 bytes.", nameof(key));
        }

        const int HashSize = HMACSHA512.HashSizeInBytes;
        var infoLength = InfoPrefix.Length + SaltSize + context.Length;
        var inputLength = HashSize + infoLength + 1;
        var input = inputLength <= 1024 ? stackalloc byte[inputLength] : new byte[inputLength];
        Span<byte> block = stackalloc byte[HashSize];
        var info = input.Slice(HashSize, infoLength);
        InfoPrefix.CopyTo(info);
        salt.CopyTo(info[InfoPrefix.Length..]);
        context.CopyTo(info[(InfoPrefix.Length + SaltSize)..]);
        try
        {
            input[^1] = 1;
            HMACSHA512.HashData(key, input[HashSize..], block);
            block.CopyTo(derived);
            block.CopyTo(input);
            input[^1] = 2;
            HMACSHA512.HashData(key, input, block);
            block[..(DerivedSize - HashSize)].CopyTo(derived[HashSize..]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(block);
        }
    }
}
