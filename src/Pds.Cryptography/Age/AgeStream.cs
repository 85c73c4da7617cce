using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>The chunks of one age payload, in order; used once, in one direction, by one caller.</summary>
internal sealed class AgeStream : IDisposable
{
    public const int NonceSize = 16;
    public const int ChunkSize = 64 * 1024;
    public const int TagSize = 16;
    public const int SealedChunkSize = ChunkSize + TagSize;

    private readonly Key key;
    private long counter;

    public AgeStream(SecretBytes fileKey, ReadOnlySpan<byte> nonce)
    {
        using var derived = Hkdf.Derive(fileKey.Span, nonce, "payload"u8, 32);
        key = Key.Import(AeadAlgorithm.ChaCha20Poly1305, derived.Span, KeyBlobFormat.RawSymmetricKey);
    }

    /// <summary>Seals the next chunk, at most 64 KiB.</summary>
    public byte[] Seal(ReadOnlySpan<byte> chunk, bool last) =>
        AeadAlgorithm.ChaCha20Poly1305.Encrypt(key, NextNonce(last), [], chunk);

    /// <summary>Opens the next chunk.</summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedChunk, bool last, [NotNullWhen(true)] out byte[]? chunk)
    {
        chunk = sealedChunk.Length < TagSize ? null : AeadAlgorithm.ChaCha20Poly1305.Decrypt(key, NextNonce(last), [], sealedChunk);
        return chunk is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    // The counter has 11 bytes; 8 of them count more chunks than any disk holds.
    private byte[] NextNonce(bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), counter++);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
