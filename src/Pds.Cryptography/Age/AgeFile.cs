// age-encryption.org/v1 payload: 16 bytes of nonce, then STREAM: chunks of 64 KiB under ChaCha20-Poly1305 with the key HKDF(file key, nonce,
// "payload"); nonce = 11-byte big-endian counter ‖ 0x01 on the last chunk, else 0x00. The last chunk is empty only in an empty file.
using System.Text;

namespace Pds.Cryptography;

/// <summary>Opens age files that were sealed to one X25519 identity. <see cref="AgeWriter"/> makes them.</summary>
public static class AgeFile
{
    /// <summary>
    /// Writes the plaintext of <paramref name="file"/> to <paramref name="plaintext"/>, each chunk after it was authenticated. False for another
    /// identity, any changed bit, and a file that ends early: what was written by then must be thrown away.
    /// </summary>
    public static bool TryOpen(Stream file, AgeIdentity identity, Stream plaintext)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(plaintext);
        if (ReadHeader(file) is not { } header || !AgeHeader.TryRead(header, identity, out var fileKey))
        {
            return false;
        }

        using (fileKey)
        {
            var nonce = new byte[AgeStream.NonceSize];
            if (file.ReadAtLeast(nonce, nonce.Length, throwOnEndOfStream: false) < nonce.Length)
            {
                return false;
            }

            using var stream = new AgeStream(fileKey, nonce);
            return OpenChunks(file, stream, plaintext);
        }
    }

    private static bool OpenChunks(Stream file, AgeStream stream, Stream plaintext)
    {
        var (chunk, next) = (new byte[AgeStream.SealedChunkSize], new byte[AgeStream.SealedChunkSize]);
        var held = file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
        for (var first = true; ; first = false)
        {
            var following = held < chunk.Length ? 0 : file.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
            var last = following == 0;
            if (!stream.TryOpen(chunk.AsSpan(0, held), last, out var plain) || (plain.Length == 0 && !first))
            {
                return false;
            }

            plaintext.Write(plain);
            if (last)
            {
                return true;
            }

            (chunk, next, held) = (next, chunk, following);
        }
    }

    // Up to the newline after the MAC, byte by byte: the payload begins right behind it.
    private static string? ReadHeader(Stream file)
    {
        var header = new StringBuilder();
        for (var lineStart = 0; header.Length < AgeHeader.MaxBytes;)
        {
            var one = file.ReadByte();
            if (one is < 0 or > 126)
            {
                return null;
            }

            header.Append((char)one);
            if (one == '\n')
            {
                if (header.Length - lineStart > 4 && header.ToString(lineStart, 4) == "--- ")
                {
                    return header.ToString();
                }

                lineStart = header.Length;
            }
        }

        return null;
    }
}
