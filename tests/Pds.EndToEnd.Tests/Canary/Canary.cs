using System.Text;

namespace Pds.EndToEnd.Tests;

/// <summary>A value that must appear nowhere, in every form in which software is known to leave values behind.</summary>
internal sealed class Canary
{
    /// <summary>Shortest pattern searched for, in bytes: below it, chance finds would drown the real ones.</summary>
    private const int ShortestPatternBytes = 10;

    static Canary() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="name">What a find is reported as. The value itself is never printed.</param>
    /// <param name="value">At least 6 characters, unlike anything else in the system.</param>
    public Canary(string name, string value)
    {
        Name = name;
        var utf8 = Encoding.UTF8.GetBytes(value);
        var forms = new List<(string, byte[])>
        {
            ("UTF-8", utf8),
            ("UTF-16LE", Encoding.Unicode.GetBytes(value)),
            ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(value)),
            ("Shift_JIS", Encoding.GetEncoding("shift_jis").GetBytes(value)),
            ("EUC-JP", Encoding.GetEncoding("euc-jp").GetBytes(value)),
            ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))),
            ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))),
            ("percent", Encoding.ASCII.GetBytes(Uri.EscapeDataString(value))),
            ("JSON escapes", Encoding.ASCII.GetBytes(string.Concat(value.Select(c => c < 128 ? c.ToString() : $"\\u{(int)c:x4}")))),
            ("JSON ESCAPES", Encoding.ASCII.GetBytes(string.Concat(value.Select(c => c < 128 ? c.ToString() : $"\\u{(int)c:X4}")))),
        };
        foreach (var alignment in new[] { 0, 1, 2 })
        {
            forms.Add(($"base64+{alignment}", Encoding.ASCII.GetBytes(Base64Core(utf8, alignment))));
            forms.Add(($"base64url+{alignment}", Encoding.ASCII.GetBytes(Base64Core(utf8, alignment).Replace('+', '-').Replace('/', '_'))));
        }

        Forms = [.. forms.Where(form => form.Item2.Length >= ShortestPatternBytes).DistinctBy(form => Convert.ToHexString(form.Item2))];
    }

    /// <summary>A canary for an opaque id such as <c>grt_…</c>: as text in every form, and its 16 bytes as they are.</summary>
    public static Canary OfId(string name, string id)
    {
        var canary = new Canary(name, id);
        canary.Forms = [.. canary.Forms, ("raw bytes", BytesOf(id))];
        return canary;
    }

    public string Name { get; }

    /// <summary>The byte patterns searched for, with the name of their encoding.</summary>
    public IReadOnlyList<(string Encoding, byte[] Pattern)> Forms { get; private set; }

    public override string ToString() => Name;

    // Base32 in lower case after the prefix (RFC 4648), 26 characters for 16 bytes.
    private static byte[] BytesOf(string id)
    {
        var (bits, count, bytes) = (0, 0, new List<byte>());
        foreach (var digit in id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..])
        {
            (bits, count) = ((bits << 5) | "abcdefghijklmnopqrstuvwxyz234567".IndexOf(digit, StringComparison.Ordinal), count + 5);
            if (count >= 8)
            {
                bytes.Add((byte)(bits >> (count - 8)));
                (bits, count) = (bits & ((1 << (count - 8)) - 1), count - 8);
            }
        }

        return [.. bytes];
    }

    // The characters of base64 that depend on nothing before or after the value, when it starts `alignment` bytes into a triple.
    private static string Base64Core(byte[] value, int alignment)
    {
        var text = Convert.ToBase64String([.. new byte[alignment], .. value]).TrimEnd('=');
        var first = (alignment * 8 + 5) / 6;
        var last = (alignment + value.Length) * 8 / 6;
        return text[first..last];
    }
}
