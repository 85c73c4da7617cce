using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// One disclosure of an SD-JWT (RFC 9901 section 4.2): base64url of <c>[salt, name, value]</c> for a claim of an object or
/// <c>[salt, value]</c> for an element of an array. The digest is SHA-256 over the ASCII of that text, base64url, 43 characters.
/// Salts made here are 128 random bits (section 9.3). Prints its type only: it holds a person's value.
/// </summary>
public sealed class SdDisclosure
{
    /// <summary>Bytes of a salt made here.</summary>
    public const int SaltSize = 16;

    /// <summary>The longest disclosure accepted, in characters.</summary>
    public const int MaxLength = 128 * 1024;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SdDisclosure(string encoded, string? name, JsonElement value)
    {
        Encoded = encoded;
        Name = name;
        Value = value;
        Digest = DigestOf(encoded);
    }

    /// <summary>The text that travels, and the only thing the digest is over.</summary>
    public string Encoded { get; }

    /// <summary>SHA-256 of <see cref="Encoded"/>, base64url.</summary>
    public string Digest { get; }

    /// <summary>The claim's name; null for an array element.</summary>
    public string? Name { get; }

    /// <summary>The value; may itself hold digests.</summary>
    public JsonElement Value { get; }

    /// <summary>A disclosure of a claim, with a fresh salt.</summary>
    /// <exception cref="ArgumentException">The name is one of the format's own.</exception>
    public static SdDisclosure OfClaim(string name, JsonNode? value) =>
        IsReserved(name) ? throw new ArgumentException("The name belongs to the format.", nameof(name)) : Make(name, value);

    /// <summary>A disclosure of an array element, with a fresh salt.</summary>
    public static SdDisclosure OfElement(JsonNode? value) => Make(null, value);

    /// <summary>Reads one; canonical base64url, strict JSON and nothing after it.</summary>
    public static bool TryParse(string encoded, [NotNullWhen(true)] out SdDisclosure? disclosure) =>
        TryParse(encoded, out disclosure, out _);

    /// <inheritdoc/>
    public override string ToString() => nameof(SdDisclosure);

    internal static bool TryParse(string encoded, [NotNullWhen(true)] out SdDisclosure? disclosure, out SdJwtDefect defect)
    {
        disclosure = null;
        defect = SdJwtDefect.DisclosureMalformed;
        if (encoded.Length > MaxLength
            || !Base64Url.TryDecode(encoded, out var json)
            || !StrictJson.TryParse(json, MaxLength, out var array)
            || array.ValueKind != JsonValueKind.Array
            || array.GetArrayLength() is not (2 or 3)
            || array[0].ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var isClaim = array.GetArrayLength() == 3;
        if (isClaim && array[1].ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var name = isClaim ? array[1].GetString() : null;
        if (name is not null && IsReserved(name))
        {
            defect = SdJwtDefect.ReservedClaimName;
            return false;
        }

        disclosure = new SdDisclosure(encoded, name, array[isClaim ? 2 : 1]);
        defect = SdJwtDefect.None;
        return true;
    }

    private static bool IsReserved(string name) => name is "_sd" or "..." or "_sd_alg";

    private static SdDisclosure Make(string? name, JsonNode? value)
    {
        var array = new JsonArray(Base64Url.Encode(RandomSource.Bytes(SaltSize)));
        if (name is not null)
        {
            array.Add(JsonValue.Create(name));
        }

        array.Add(value?.DeepClone());
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            array.WriteTo(writer);
        }

        return TryParse(Base64Url.Encode(buffer.ToArray()), out var made)
            ? made
            : throw new ArgumentException("The value is too long or nested too deep to disclose.", nameof(value));
    }

    private static string DigestOf(string encoded)
    {
        Span<byte> ascii = encoded.Length <= 1024 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        System.Text.Encoding.ASCII.GetBytes(encoded, ascii);
        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(ascii, digest);
        return Base64Url.Encode(digest);
    }
}
