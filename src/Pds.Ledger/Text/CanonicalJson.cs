using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Ledger;

/// <summary>
/// Canonical JSON (RFC 8785): one spelling for one value, so that bytes can be hashed, kept and compared.
/// What the ledger writes is narrower: no number but integers of magnitude at most 2^53 - 1.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Objects and arrays may nest this deep; deeper text is refused.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest integer every JSON reader agrees on: 2^53 - 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    // RFC 7493 (I-JSON), which RFC 8785 builds on, forbids a member twice.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    // For text whose names are known to ascend: none is there twice.
    private static readonly JsonDocumentOptions Plain = new() { MaxDepth = MaxDepth };

    /// <summary>Writes a value as canonical UTF-8.</summary>
    /// <exception cref="ArgumentException">
    /// The value holds a fraction, an integer out of range or text that is not Unicode: a bug in the caller.
    /// </exception>
    public static byte[] Serialize(JsonNode? value)
    {
        CanonicalJsonWriter writer = new();
        Write(writer, value);
        return writer.ToArray();
    }

    /// <summary>Writes any RFC 8785 value, fractions included, in its one spelling. False for text that is not I-JSON.</summary>
    public static bool TryCanonicalize(ReadOnlyMemory<byte> json, out byte[] canonical)
    {
        canonical = TryRead(json, CanonicalNumbers.Any, out byte[]? bytes, out _) ? bytes : [];
        return bytes is not null;
    }

    /// <summary>
    /// Reads bytes that are already canonical and hold integers only. Another spelling of the same value is refused: it would be
    /// a second set of bytes, with another hash, for one meaning.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> canonical, out JsonElement value)
    {
        if (CanonicalScan.IsPlain(canonical.Span))
        {
            using var document = JsonDocument.Parse(canonical, Plain);
            value = document.RootElement.Clone();
            return true;
        }

        return TryRead(canonical, CanonicalNumbers.Integers, out byte[]? bytes, out value) && canonical.Span.SequenceEqual(bytes);
    }

    private static bool TryRead(
        ReadOnlyMemory<byte> json,
        CanonicalNumbers numbers,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out byte[]? canonical,
        out JsonElement value)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            CanonicalJsonWriter writer = new();
            Write(writer, document.RootElement, numbers);
            value = document.RootElement.Clone();
            canonical = writer.ToArray();
            return true;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or ArgumentException)
        {
            // The reader's three ways to say that the text is not JSON, not Unicode, or (ours) holds a number we do not write.
            (canonical, value) = (null, default);
            return false;
        }
    }

    private static void Write(CanonicalJsonWriter writer, JsonElement value, CanonicalNumbers numbers)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.Object(value.EnumerateObject().Select(member => (member.Name, member.Value)), item => Write(writer, item, numbers));
                break;
            case JsonValueKind.Array:
                writer.Array(value.EnumerateArray(), item => Write(writer, item, numbers));
                break;
            case JsonValueKind.String:
                writer.String(value.GetString()!);
                break;
            case JsonValueKind.Number:
                writer.Raw(numbers == CanonicalNumbers.Any ? EcmaNumber.Format(value.GetDouble()) : Integer(value.GetRawText()));
                break;
            default:
                writer.Raw(value.GetRawText());
                break;
        }
    }

    private static void Write(CanonicalJsonWriter writer, JsonNode? value)
    {
        switch (value)
        {
            case null:
                writer.Raw("null");
                break;
            case JsonObject members:
                writer.Object(members.Select(member => (member.Key, member.Value)), item => Write(writer, item));
                break;
            case JsonArray items:
                writer.Array(items, item => Write(writer, item));
                break;
            case JsonValue scalar when scalar.TryGetValue(out string? text):
                writer.String(text);
                break;
            case JsonValue scalar when scalar.TryGetValue(out long number):
                writer.Raw(Integer(number.ToString(CultureInfo.InvariantCulture)));
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                writer.Raw(Integer(scalar.ToJsonString()));
                break;
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                writer.Raw(scalar.ToJsonString());
                break;
            default:
                throw new ArgumentException("Only text, integers, booleans, null, arrays and objects have a canonical form.", nameof(value));
        }
    }

    private static string Integer(string token) =>
        long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && Math.Abs(number) <= MaxInteger
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new ArgumentException("A number is not an integer of magnitude at most 2^53 - 1.", nameof(token));
}
