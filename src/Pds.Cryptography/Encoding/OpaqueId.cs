namespace Pds.Cryptography;

/// <summary>
/// Identifiers that say nothing: a prefix for the kind, <c>_</c>, and 128 random bits as 26 characters of lower-case
/// base32 (RFC 4648 section 6, no padding). Never reused, no time inside, one spelling only.
/// </summary>
public static class OpaqueId
{
    /// <summary>Random bytes in an identifier.</summary>
    public const int Bytes = 16;

    /// <summary>Characters after the prefix and the underscore.</summary>
    public const int Characters = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A fresh identifier of kind <paramref name="prefix"/>, such as <c>grt_…</c>.</summary>
    public static string New(string prefix)
    {
        Span<byte> random = stackalloc byte[Bytes];
        RandomSource.Fill(random);
        return FromBytes(prefix, random);
    }

    /// <summary>The identifier of exactly these 16 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 16 bytes long.</exception>
    public static string FromBytes(string prefix, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (bytes.Length != Bytes)
        {
            throw new ArgumentException("An identifier has 16 bytes.", nameof(bytes));
        }

        Span<char> text = stackalloc char[Characters];
        for (var i = 0; i < Characters; i++)
        {
            text[i] = Alphabet[FiveBits(bytes, i * 5)];
        }

        return string.Concat(prefix, "_", text);
    }

    /// <summary>Whether <paramref name="text"/> is the one canonical spelling of some identifier of this kind.</summary>
    public static bool IsWellFormed(string prefix, string? text)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (text is null
            || text.Length != prefix.Length + 1 + Characters
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length] != '_')
        {
            return false;
        }

        foreach (var c in text.AsSpan(prefix.Length + 1))
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        // 26 characters carry 130 bits; the last two are unused and must be zero, else one id had four spellings.
        return (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b11) == 0;
    }

    private static int FiveBits(ReadOnlySpan<byte> bytes, int bit)
    {
        var at = bit / 8;
        var pair = (bytes[at] << 8) | (at + 1 < bytes.Length ? bytes[at + 1] : 0);
        return (pair >> (11 - (bit % 8))) & 0b11111;
    }
}
