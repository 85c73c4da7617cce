using System.Text.Unicode;

namespace Pds.Ledger;

/// <summary>
/// Sees at a glance that text is canonical JSON in its plainest spelling: no escapes, names of printable ASCII in ascending order, integers only.
/// What it does not know it leaves to <see cref="CanonicalJson"/>, which writes the value again and compares; so it may say no to canonical text,
/// and never yes to any other.
/// </summary>
internal ref struct CanonicalScan(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    /// <summary>Whether the whole text is one such value.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> json)
    {
        var scan = new CanonicalScan(json);
        return scan.Value(CanonicalJson.MaxDepth - 1) && scan.at == json.Length && Utf8.IsValid(json);
    }

    private bool Value(int depth)
    {
        if (at >= json.Length || depth < 0)
        {
            return false;
        }

        switch (json[at])
        {
            case (byte)'{':
                return Object(depth - 1);
            case (byte)'[':
                return Array(depth - 1);
            case (byte)'"':
                return Text(out _);
            case (byte)'t':
                return Take("true"u8);
            case (byte)'f':
                return Take("false"u8);
            case (byte)'n':
                return Take("null"u8);
            default:
                return Integer();
        }
    }

    private bool Object(int depth)
    {
        at++;
        if (Take("}"u8))
        {
            return true;
        }

        ReadOnlySpan<byte> before = default;
        for (var first = true; first || Take(","u8); first = false)
        {
            if (!Text(out var name) || name.ContainsAnyExceptInRange((byte)' ', (byte)'~') || (!first && before.SequenceCompareTo(name) >= 0)
                || !Take(":"u8) || !Value(depth))
            {
                return false;
            }

            before = name;
        }

        return Take("}"u8);
    }

    private bool Array(int depth)
    {
        at++;
        if (Take("]"u8))
        {
            return true;
        }

        do
        {
            if (!Value(depth))
            {
                return false;
            }
        }
        while (Take(","u8));

        return Take("]"u8);
    }

    private bool Text(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take("\""u8))
        {
            return false;
        }

        var length = json[at..].IndexOf((byte)'"');
        if (length < 0)
        {
            return false;
        }

        text = json.Slice(at, length);
        at += length + 1;
        return !text.Contains((byte)'\\') && !text.ContainsAnyInRange((byte)0, (byte)0x1f);
    }

    private bool Integer()
    {
        var negative = Take("-"u8);
        long number = 0;
        var start = at;
        for (; at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9' && at - start < 17; at++)
        {
            number = (number * 10) + (json[at] - '0');
        }

        return at > start && (json[start] != '0' || (at == start + 1 && !negative)) && number <= CanonicalJson.MaxInteger;
    }

    private bool Take(ReadOnlySpan<byte> text)
    {
        var there = json[at..].StartsWith(text);
        at += there ? text.Length : 0;
        return there;
    }
}
