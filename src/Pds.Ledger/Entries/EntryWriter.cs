using System.Globalization;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Writes one JSON object in the form of RFC 8785: members sorted (their names are ASCII, so ordinal order is the RFC's order), no
/// white space, only the escapes of its section 3.2.2.2. Kinds name their members in any order; each is written as UTF-8 at once and put in its
/// place at the end, because every entry of a log that is verified is written again this way.
/// </summary>
internal sealed class EntryWriter
{
    internal const int MaxTextChars = 4096;
    internal const int MaxListItems = 1024;

    private const int DecimalsOfLong = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<Member> members = new(16);
    private byte[] values = new byte[512];
    private int used;

    internal void Number(string name, long value)
    {
        var start = used;
        value.TryFormat(Room(DecimalsOfLong), out var digits, default, CultureInfo.InvariantCulture);
        used += digits;
        Add(name, start);
    }

    internal void Number(string name, long? value)
    {
        if (value is long number)
        {
            Number(name, number);
        }
    }

    /// <summary>Writes nothing for null: an absent member and not a null one.</summary>
    internal void Text(string name, string? value)
    {
        if (value is not null)
        {
            var start = used;
            Quote(value);
            Add(name, start);
        }
    }

    internal void Bytes(string name, byte[]? value)
    {
        if (value is not null)
        {
            var start = used;
            Quote(value);
            Add(name, start);
        }
    }

    internal void Time(string name, DateTimeOffset value)
    {
        var start = used;
        Put((byte)'"');
        Instant.Format(value, Room(Instant.Chars));
        used += Instant.Chars;
        Put((byte)'"');
        Add(name, start);
    }

    internal void Date(string name, DateOnly? value) => Text(name, value is DateOnly date ? CivilDate.Format(date) : null);

    internal void Texts(string name, IReadOnlyList<string> values) => Items(name, values, static (writer, value) => writer.Quote(value));

    internal void BytesList(string name, IReadOnlyList<byte[]> values) => Items(name, values, static (writer, value) => writer.Quote(value));

    internal void Object(string name, Action<EntryWriter> write)
    {
        var inner = new EntryWriter();
        write(inner);
        var start = used;
        Put(inner.ToJson());
        Add(name, start);
    }

    internal byte[] ToBody()
    {
        var body = ToJson();
        return body.Length <= LedgerEntry.MaxBodyBytes
            ? body
            : throw new ArgumentException($"An entry body holds at most {LedgerEntry.MaxBodyBytes} bytes; this one has {body.Length}.");
    }

    private byte[] ToJson()
    {
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var json = new byte[used + 2 + members.Sum(member => member.Name.Length + ",\"\":".Length)];
        var at = 0;
        foreach (var member in members)
        {
            json[at++] = (byte)(at == 1 ? '{' : ',');
            json[at++] = (byte)'"';
            at += Encoding.ASCII.GetBytes(member.Name, json.AsSpan(at));
            json[at++] = (byte)'"';
            json[at++] = (byte)':';
            values.AsSpan(member.Start, member.Length).CopyTo(json.AsSpan(at));
            at += member.Length;
        }

        if (at == 0)
        {
            return "{}"u8.ToArray();
        }

        json[at++] = (byte)'}';
        return json[..at];
    }

    private void Items<T>(string name, IReadOnlyList<T> items, Action<EntryWriter, T> write)
    {
        if (items.Count > MaxListItems)
        {
            throw new ArgumentException($"A list in an entry holds at most {MaxListItems} items; this one has {items.Count}.");
        }

        var start = used;
        Put((byte)'[');
        for (var n = 0; n < items.Count; n++)
        {
            if (n > 0)
            {
                Put((byte)',');
            }

            write(this, items[n]);
        }

        Put((byte)']');
        Add(name, start);
    }

    private void Quote(byte[] value)
    {
        Put((byte)'"');
        used += Base64Url.Encode(value, Room(((value.Length + 2) / 3) * 4));
        Put((byte)'"');
    }

    private void Quote(string text)
    {
        if (text.Length > MaxTextChars)
        {
            throw new ArgumentException($"A text in an entry holds at most {MaxTextChars} characters; this one has {text.Length}.");
        }

        var plain = text.AsSpan().IndexOfAny('"', '\\') < 0 && text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0;
        Put((byte)'"');
        var written = plain ? text : Escaped(text);
        used += StrictUtf8.GetBytes(written, Room(StrictUtf8.GetMaxByteCount(written.Length)));
        Put((byte)'"');
    }

    private static string Escaped(string text)
    {
        var json = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(c),
            };
        }

        return json.ToString();
    }

    private void Add(string name, int start) => members.Add(new Member(name, start, used - start));

    private void Put(byte one)
    {
        Room(1)[0] = one;
        used++;
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        used += text.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (values.Length - used < bytes)
        {
            Array.Resize(ref values, Math.Max(2 * values.Length, used + bytes));
        }

        return values.AsSpan(used);
    }

    private readonly record struct Member(string Name, int Start, int Length);
}
