using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// HMAC-SHA-256 (RFC 2104, FIPS 198-1): 32 bytes. Always the one-shot form, because an <c>HMACSHA256</c> object that two
/// threads share gives wrong output without an exception.
/// </summary>
public static class HmacSha256
{
    /// <summary>Length of a code in bytes.</summary>
    public const int Size = 32;

    /// <summary>The code of <paramref name="data"/> under <paramref name="key"/>.</summary>
    public static byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => HMACSHA256.HashData(key, data);

    /// <summary>Writes the code to the first 32 bytes of <paramref name="mac"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="mac"/> is shorter than 32 bytes.</exception>
    public static void Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) =>
        HMACSHA256.HashData(key, data, mac);

    /// <summary>Whether <paramref name="mac"/> is the whole 32-byte code; compared in fixed time.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> mac)
    {
        Span<byte> expected = stackalloc byte[Size];
        HMACSHA256.HashData(key, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, mac);
    }
}
