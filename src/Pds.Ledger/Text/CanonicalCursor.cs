using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Reads a line of canonical JSON whose members are known, piece by piece. It knows the plain spelling only; what it does not recognise is for
/// <see cref="CanonicalJson"/> to judge, so that a second reader of one form cannot accept what the first refuses.
/// </summary>
internal ref struct CanonicalCursor(ReadOnlySpan<byte> line)
{
    private const int MostDigits = 16; // 2^53 - 1 has sixteen.

    private readonly ReadOnlySpan<byte> line = line;
    private int at;

    /// <summary>True behind the last byte.</summary>
    internal readonly bool IsAtEnd => at == line.Length;

    /// <summary>Passes over exactly these bytes, or stays.</summary>
    internal bool Take(ReadOnlySpan<byte> text)
    {
        var there = line[at..].StartsWith(text);
        at += there ? text.Length : 0;
        return there;
    }

    /// <summary>Canonical base64url up to a quotation mark, which is passed over.</summary>
    internal bool TryBytes([NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return TryUntilQuote(out var text) && Base64Url.TryDecodeUtf8(text, out bytes);
    }

    /// <summary>The same, of exactly so many bytes.</summary>
    internal bool TryBytes(int size, [NotNullWhen(true)] out byte[]? bytes) => TryBytes(out bytes) && bytes.Length == size;

    /// <summary>Printable ASCII without escapes up to a quotation mark, which is passed over.</summary>
    internal bool TryText(int maxChars, [NotNullWhen(true)] out string? text)
    {
        text = TryUntilQuote(out var bytes) && bytes.Length >= 1 && bytes.Length <= maxChars
            && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !bytes.Contains((byte)'\\')
            ? Encoding.ASCII.GetString(bytes)
            : null;
        return text is not null;
    }

    /// <summary>An integer from 0 to 2^53 - 1.</summary>
    internal bool TryInteger(out long number)
    {
        number = 0;
        var start = at;
        for (; at < line.Length && line[at] is >= (byte)'0' and <= (byte)'9' && at - start <= MostDigits; at++)
        {
            number = (number * 10) + (line[at] - '0');
        }

        return at > start && (at == start + 1 || line[start] != '0') && number <= CanonicalJson.MaxInteger;
    }

    private bool TryUntilQuote(out ReadOnlySpan<byte> text)
    {
        var length = line[at..].IndexOf((byte)'"');
        text = length < 0 ? default : line.Slice(at, length);
        at += length < 0 ? 0 : length + 1;
        return length >= 0;
    }
}
