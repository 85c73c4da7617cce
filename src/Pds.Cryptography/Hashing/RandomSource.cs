using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Random bytes from the operating system, for values that are not secret keys (salts, nonces, identifiers). Keys come
/// from <see cref="SecretBytes.Random"/>. Reads the kernel each time, so two clones of a machine image differ.
/// </summary>
public static class RandomSource
{
    /// <summary><paramref name="length"/> fresh random bytes.</summary>
    public static byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);

    /// <summary>Fills <paramref name="target"/> with fresh random bytes.</summary>
    public static void Fill(Span<byte> target) => RandomNumberGenerator.Fill(target);

    /// <summary>A uniform number in [0, <paramref name="exclusiveMaximum"/>).</summary>
    public static int Below(int exclusiveMaximum) => RandomNumberGenerator.GetInt32(exclusiveMaximum);
}
