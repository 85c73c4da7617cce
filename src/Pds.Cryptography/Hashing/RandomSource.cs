using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Random bytes straight from the kernel, one getrandom call each time. The platform's own generator on Linux is OpenSSL's,
/// which keeps state in the process: two running clones of a machine image would draw the same salts for the same keys
/// until it reseeds (I-32). Secret keys come from <see cref="SecretBytes.Random"/>, which draws here too.
/// </summary>
public static class RandomSource
{
    /// <summary><paramref name="length"/> fresh random bytes.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }

    /// <summary>Fills <paramref name="target"/> with fresh random bytes.</summary>
    /// <exception cref="IOException">The kernel gave none; nothing may go on with what is in <paramref name="target"/>.</exception>
    public static void Fill(Span<byte> target)
    {
        if (OperatingSystem.IsLinux())
        {
            KernelRandom.Fill(target);
        }
        else
        {
            // On Windows and macOS the platform asks the system each time.
            RandomNumberGenerator.Fill(target);
        }
    }

    /// <summary>A uniform number in [0, <paramref name="exclusiveMaximum"/>).</summary>
    public static int Below(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);

        // Numbers past the last whole multiple are drawn again; taking the remainder of them would favour small results.
        var bound = (uint)exclusiveMaximum;
        var unfair = (uint)((1UL << 32) % bound);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        uint drawn;
        do
        {
            Fill(bytes);
            drawn = BitConverter.ToUInt32(bytes);
        }
        while (drawn < unfair);

        return (int)(drawn % bound);
    }
}
