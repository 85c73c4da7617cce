using System.Buffers;
using System.Text;

namespace Pds.Ledger;

/// <summary>The punctuation, order and escapes of RFC 8785 section 3.2.</summary>
internal sealed class CanonicalJsonWriter
{
    // Throws on half a surrogate pair: replacing it silently would give two values one spelling.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (char)control), '"', '\\']);

    private readonly ArrayBufferWriter<byte> output = new();

    internal byte[] ToArray() => output.WrittenSpan.ToArray();

    internal void Raw(string text) => Utf8.GetBytes(text, output);

    /// <summary>Members sorted by the UTF-16 code units of their names, as section 3.2.3 says.</summary>
    internal void Object<T>(IEnumerable<(string Name, T Value)> members, Action<T> write)
    {
        string separator = "{";
        foreach ((string name, T value) in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            Raw(separator);
            String(name);
            Raw(":");
            write(value);
            separator = ",";
        }

        Raw(separator == "{" ? "{}" : "}");
    }

    internal void Array<T>(IEnumerable<T> items, Action<T> write)
    {
        string separator = "[";
        foreach (T item in items)
        {
            Raw(separator);
            write(item);
            separator = ",";
        }

        Raw(separator == "[" ? "[]" : "]");
    }

    /// <summary>Only what JSON cannot hold is escaped (section 3.2.2.2): quotation mark, reverse solidus and controls.</summary>
    internal void String(ReadOnlySpan<char> text)
    {
        Raw("\"");
        for (int at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            Utf8.GetBytes(text[..at], output);
            Raw(Escape(text[at]));
            text = text[(at + 1)..];
        }

        Utf8.GetBytes(text, output);
        Raw("\"");
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => $"\\u{(int)c:x4}",
    };
}
