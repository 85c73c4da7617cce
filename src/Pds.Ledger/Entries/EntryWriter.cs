using System.Globalization;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Writes one JSON object in the form of RFC 8785: members sorted (their names are ASCII, so ordinal order is the RFC's order), no
/// white space, only the escapes of its section 3.2.2.2. Kinds name their members in any order.
/// </summary>
internal sealed class EntryWriter
{
    internal const int MaxTextChars = 4096;
    internal const int MaxListItems = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(string Name, string Json)> members = new(16);

    internal void Number(string name, long value) => members.Add((name, value.ToString(CultureInfo.InvariantCulture)));

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
            members.Add((name, Quote(value)));
        }
    }

    internal void Bytes(string name, byte[]? value)
    {
        if (value is not null)
        {
            members.Add((name, '"' + Base64Url.Encode(value) + '"'));
        }
    }

    internal void Time(string name, DateTimeOffset value) => Text(name, Instant.Format(value));

    internal void Date(string name, DateOnly? value) => Text(name, value is DateOnly date ? CivilDate.Format(date) : null);

    internal void Texts(string name, IReadOnlyList<string> values)
    {
        CheckCount(values.Count);
        members.Add((name, '[' + string.Join(',', values.Select(Quote)) + ']'));
    }

    internal void BytesList(string name, IReadOnlyList<byte[]> values)
    {
        CheckCount(values.Count);
        members.Add((name, '[' + string.Join(',', values.Select(value => '"' + Base64Url.Encode(value) + '"')) + ']'));
    }

    internal void Object(string name, Action<EntryWriter> write)
    {
        var inner = new EntryWriter();
        write(inner);
        members.Add((name, inner.ToJson()));
    }

    internal byte[] ToBody()
    {
        var body = StrictUtf8.GetBytes(ToJson());
        return body.Length <= LedgerEntry.MaxBodyBytes
            ? body
            : throw new ArgumentException($"An entry body holds at most {LedgerEntry.MaxBodyBytes} bytes; this one has {body.Length}.");
    }

    private string ToJson()
    {
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var json = new StringBuilder(256).Append('{');
        foreach (var (name, value) in members)
        {
            json.Append(json.Length > 1 ? ",\"" : "\"").Append(name).Append("\":").Append(value);
        }

        return json.Append('}').ToString();
    }

    private static void CheckCount(int count)
    {
        if (count > MaxListItems)
        {
            throw new ArgumentException($"A list in an entry holds at most {MaxListItems} items; this one has {count}.");
        }
    }

    private static string Quote(string text)
    {
        if (text.Length > MaxTextChars)
        {
            throw new ArgumentException($"A text in an entry holds at most {MaxTextChars} characters; this one has {text.Length}.");
        }

        var plain = text.AsSpan().IndexOfAny('"', '\\') < 0 && text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0;
        return plain ? string.Concat("\"", text, "\"") : QuoteEscaped(text);
    }

    private static string QuoteEscaped(string text)
    {
        var json = new StringBuilder(text.Length + 8).Append('"');
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

        return json.Append('"').ToString();
    }
}
