using System.Runtime.InteropServices;

namespace Pds.Cryptography;

/// <summary>getrandom(2): waits for the pool once after boot, then never fails and never blocks.</summary>
internal static partial class KernelRandom
{
    // Up to this many bytes a call is neither cut short nor interrupted by a signal (getrandom(2), "Interruption").
    private const int WholeCall = 256;

    public static void Fill(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var part = target[..Math.Min(target.Length, WholeCall)];
            if (GetRandom(part, (nuint)part.Length, 0) != part.Length)
            {
                throw new IOException($"The kernel gave no random bytes: {Marshal.GetLastPInvokeErrorMessage()}.");
            }

            target = target[part.Length..];
        }
    }

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static partial nint GetRandom(Span<byte> buffer, nuint length, uint flags);
}
