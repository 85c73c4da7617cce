// X25519 (RFC 7748 section 5): scalars, points and results of 32 bytes, straight from libsodium, the library under NSec.
// NSec keeps every key in a guarded page of its own. For the two keys of one message, which live for microseconds, that costs more
// in system calls (mmap, mlock, three mprotects, and back) than the agreement itself; here they live in a SecretBytes or on the stack.
using System.Runtime.InteropServices;

namespace Pds.Cryptography;

/// <summary>The two functions of X25519. Scalars are clamped and the top bit of points ignored, as the RFC says.</summary>
internal static partial class X25519
{
    public const int Size = 32;

    static X25519()
    {
        // Picks the fastest implementation for this processor; safe to repeat and from any thread.
        if (Initialise() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised.");
        }
    }

    /// <summary>The point of a scalar.</summary>
    public static void PublicOf(ReadOnlySpan<byte> scalar, Span<byte> point)
    {
        Check(scalar.Length == Size && point.Length >= Size);
        _ = ScalarMultBase(point, scalar);
    }

    /// <summary>The agreement; false when it would be all zero (RFC 7748 section 6.1, RFC 9180 section 7.1.4).</summary>
    public static bool TryAgree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> shared)
    {
        Check(scalar.Length == Size && point.Length == Size && shared.Length >= Size);
        return ScalarMult(shared, scalar, point) == 0;
    }

    private static void Check(bool sizes)
    {
        if (!sizes)
        {
            throw new ArgumentException("Scalars and points of X25519 have 32 bytes.");
        }
    }

    [LibraryImport("libsodium", EntryPoint = "sodium_init")]
    private static partial int Initialise();

    [LibraryImport("libsodium", EntryPoint = "crypto_scalarmult_curve25519_base")]
    private static partial int ScalarMultBase(Span<byte> point, ReadOnlySpan<byte> scalar);

    [LibraryImport("libsodium", EntryPoint = "crypto_scalarmult_curve25519")]
    private static partial int ScalarMult(Span<byte> shared, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point);
}
