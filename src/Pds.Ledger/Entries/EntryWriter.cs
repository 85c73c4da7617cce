using System.Buffers;
using System.Globalization;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Writes one JSON object in the form of RFC 8785: members sorted (their names are ASCII, so ordinal order is the RFC's order), no
/// white space, only the escapes of its section 3.2.2.2. Kinds name their members in any order; each is written as UTF-8 at once and put in its
/// place at the end, because every entry of a log that is verified is written again this way. Its room is borrowed: dispose it.
/// </summary>
internal sealed class EntryWriter : IDisposable
{
    internal const int MaxTextChars = 4096;
    internal const int MaxListItems = 1024;

    private const int DecimalsOfLong = 20;
    private const int MaxMembers = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // An entry has at most some twenty members; a kind that had more would be told by the index.
    private readonly Member[] members = ArrayPool<Member>.Shared.Rent(MaxMembers);
    private byte[] values = ArrayPool<byte>.Shared.Rent(1024);
    private int count;
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
        using var inner = new EntryWriter();
        write(inner);
        var start = used;
        used += inner.WriteTo(Room(inner.Length));
        Add(name, start);
    }

    internal byte[] ToBody()
    {
        CheckLength();
        var body = new byte[Length];
        WriteTo(body);
        return body;
    }

    /// <summary>Whether these are the bytes it would write.</summary>
    internal bool Writes(ReadOnlySpan<byte> body)
    {
        CheckLength();
        var room = ArrayPool<byte>.Shared.Rent(Length);
        var same = body.SequenceEqual(room.AsSpan(0, WriteTo(room)));
        ArrayPool<byte>.Shared.Return(room);
        return same;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<Member>.Shared.Return(members);
        ArrayPool<byte>.Shared.Return(values);
    }

    // Braces, and for each member its name in quotation marks, a colon, and a comma but for one.
    private int Length
    {
        get
        {
            var length = count == 0 ? 2 : 1 + used;
            for (var n = 0; n < count; n++)
            {
                length += members[n].Name.Length + ",\"\":".Length;
            }

            return length;
        }
    }

    private void CheckLength()
    {
        if (Length > LedgerEntry.MaxBodyBytes)
        {
            throw new ArgumentException($"An entry body holds at most {LedgerEntry.MaxBodyBytes} bytes; this one has {Length}.");
        }
    }

    private int WriteTo(Span<byte> json)
    {
        members.AsSpan(0, count).Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        json[0] = (byte)'{';
        var at = 1;
        for (var n = 0; n < count; n++)
        {
            var member = members[n];
            if (n > 0)
            {
                json[at++] = (byte)',';
            }

            json[at++] = (byte)'"';
            at += Encoding.ASCII.GetBytes(member.Name, json[at..]);
            json[at++] = (byte)'"';
            json[at++] = (byte)':';
            values.AsSpan(member.Start, member.Length).CopyTo(json[at..]);
            at += member.Length;
        }

        json[at++] = (byte)'}';
        return at;
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

    private void Add(string name, int start) => members[count++] = new Member(name, start, used - start);

    private void Put(byte one)
    {
        Room(1)[0] = one;
        used++;
    }

    private Span<byte> Room(int bytes)
    {
        if (values.Length - used < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * values.Length, used + bytes));
            values.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(values);
            values = larger;
        }

        return values.AsSpan(used);
    }

    private readonly record struct Member(string Name, int Start, int Length);
}
