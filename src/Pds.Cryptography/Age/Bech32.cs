namespace Pds.Cryptography;

/// <summary>
/// Bech32 (BIP 173, without its limit of 90 characters, as age uses it): a readable prefix, <c>1</c>, 5-bit groups, a checksum of 6
/// characters. One spelling only: what was written in the other case, or with padding bits set, is refused.
/// </summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumChars = 6;
    private const int MaxLength = 200;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Writes bytes in lower case.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> data)
    {
        var groups = ToGroups(data);
        var checksum = Checksum(prefix, groups);
        return string.Create(prefix.Length + 1 + groups.Count + ChecksumChars, (prefix, groups, checksum), static (text, parts) =>
        {
            parts.prefix.CopyTo(text);
            text[parts.prefix.Length] = '1';
            var at = parts.prefix.Length + 1;
            foreach (var group in parts.groups)
            {
                text[at++] = Alphabet[group];
            }

            for (var n = 0; n < ChecksumChars; n++)
            {
                text[at++] = Alphabet[(int)((parts.checksum >> (5 * (ChecksumChars - 1 - n))) & 31)];
            }
        });
    }

    /// <summary>Reads the lower-case spelling of exactly <paramref name="length"/> bytes.</summary>
    public static bool TryDecode(string prefix, string? text, int length, out byte[] data)
    {
        data = [];
        if (text is null || text.Length > MaxLength || !text.StartsWith(prefix + "1", StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[length];
        var (bits, held, at) = (0u, 0, 0);
        foreach (var c in text.AsSpan(prefix.Length + 1)[..^Math.Min(ChecksumChars, text.Length - prefix.Length - 1)])
        {
            var group = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (group < 0)
            {
                return false;
            }

            (bits, held) = ((bits << 5) | (uint)group, held + 5);
            if (held >= 8 && at < length)
            {
                held -= 8;
                bytes[at++] = (byte)(bits >> held);
            }
        }

        // Checksum, length and padding in one comparison: only one text stands for these bytes.
        var read = at == length && Encode(prefix, bytes) == text;
        data = read ? bytes : [];
        return read;
    }

    private static List<int> ToGroups(ReadOnlySpan<byte> data)
    {
        var groups = new List<int>((data.Length * 8 / 5) + 1);
        var (bits, held) = (0u, 0);
        foreach (var one in data)
        {
            (bits, held) = (((bits << 8) | one) & 0xFFFF, held + 8);
            while (held >= 5)
            {
                held -= 5;
                groups.Add((int)(bits >> held) & 31);
            }
        }

        if (held > 0)
        {
            groups.Add((int)(bits << (5 - held)) & 31);
        }

        return groups;
    }

    private static uint Checksum(string prefix, List<int> groups)
    {
        var state = 1u;
        foreach (var c in prefix)
        {
            state = Step(state, c >> 5);
        }

        state = Step(state, 0);
        foreach (var c in prefix)
        {
            state = Step(state, c & 31);
        }

        foreach (var group in groups)
        {
            state = Step(state, group);
        }

        for (var n = 0; n < ChecksumChars; n++)
        {
            state = Step(state, 0);
        }

        return state ^ 1;
    }

    private static uint Step(uint state, int value)
    {
        var top = state >> 25;
        state = ((state & 0x1ffffff) << 5) ^ (uint)value;
        for (var bit = 0; bit < Generator.Length; bit++)
        {
            state ^= ((top >> bit) & 1) == 1 ? Generator[bit] : 0;
        }

        return state;
    }
}
