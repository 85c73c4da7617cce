using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>SHA-256 (FIPS 180-4): 32 bytes. Used for commitments, tree nodes and digests.</summary>
public static class Sha256
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int Size = 32;

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data) => SHA256.HashData(data);

    /// <summary>Writes the digest of <paramref name="data"/> to the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="digest"/> is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA256.HashData(data, digest);

    /// <summary>The digest of everything that is left in <paramref name="stream"/>.</summary>
    public static byte[] HashStream(Stream stream) => SHA256.HashData(stream);
}
