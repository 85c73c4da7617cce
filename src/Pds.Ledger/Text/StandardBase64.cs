using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// Base64 with padding (RFC 4648 section 4), as the C2SP formats use it. One spelling a value: the framework's decoder also takes
/// white space and stray bits in the last character, and a proof that can be respelt has bytes nobody vouches for.
/// </summary>
internal static class StandardBase64
{
    internal static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        Span<byte> buffer = new byte[text.Length];
        bytes = Convert.TryFromBase64String(text, buffer, out int length) && Convert.ToBase64String(buffer[..length]) == text
            ? buffer[..length].ToArray()
            : null;
        return bytes is not null;
    }

    /// <summary>Decodes exactly <paramref name="length"/> bytes.</summary>
    internal static bool TryDecode(string text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = TryDecode(text, out byte[]? decoded) && decoded.Length == length ? decoded : null;
        return bytes is not null;
    }
}
