// JWS compact serialisation (RFC 7515 section 7.1), ES256 only (RFC 7518 section 3.4), read the strict way of RFC 8725.
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// Signs and reads compact JWS. Signing and signature checks are Microsoft.IdentityModel's; a strict parser of our own runs
/// first, because the stock handler accepts <c>crit</c>, <c>b64</c>, <c>zip</c>, duplicate members, trailing data and
/// several spellings of one token.
/// </summary>
public static class CompactJws
{
    /// <summary>Longest token accepted, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Most certificates in <c>x5c</c>.</summary>
    public const int MaxChain = 4;

    private const int MaxHeaderBytes = 16 * 1024;

    // A token is no HTML, and Japanese text as \u escapes would be twice as long.
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs <paramref name="payload"/>; the header is alg, typ and then <paramref name="extraHeader"/>.</summary>
    /// <param name="key">The signer.</param>
    /// <param name="typ">Explicit type (RFC 8725 section 3.11).</param>
    /// <param name="payload">The claims.</param>
    /// <param name="extraHeader">Any of kid, x5c, jwk.</param>
    public static string Sign(Es256Key key, string typ, JsonObject payload, JsonObject? extraHeader = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Sign(key, typ, JsonSerializer.SerializeToUtf8Bytes(payload, Writing), extraHeader);
    }

    /// <summary>Signs exactly these payload bytes, which must be a JSON object.</summary>
    /// <param name="key">The signer.</param>
    /// <param name="typ">Explicit type (RFC 8725 section 3.11).</param>
    /// <param name="payloadUtf8">The claims as UTF-8 JSON.</param>
    /// <param name="extraHeader">Any of kid, x5c, jwk.</param>
    public static string Sign(Es256Key key, string typ, ReadOnlySpan<byte> payloadUtf8, JsonObject? extraHeader = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(typ);
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = typ };
        foreach (var (name, value) in extraHeader ?? [])
        {
            header.Add(name, value?.DeepClone());
        }

        var headerPart = Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(header, Writing));
        var input = string.Concat(headerPart, ".", Base64Url.Encode(payloadUtf8));
        var signature = key.SignToken(System.Text.Encoding.ASCII.GetBytes(input));
        return string.Concat(input, ".", Base64Url.Encode(signature));
    }

    /// <summary>
    /// Reads a token without checking its signature; call <see cref="ParsedJws.Verify"/> next. False unless there are three
    /// canonical base64url parts, header and payload are strict JSON objects, alg is ES256, typ is exactly
    /// <paramref name="expectedTyp"/>, and the header holds nothing but alg, typ, kid, x5c and jwk in their right shapes.
    /// </summary>
    public static bool TryParse(string? token, string expectedTyp, [NotNullWhen(true)] out ParsedJws? jws)
    {
        jws = null;
        if (token is null || token.Length > MaxLength || !TrySplit(token, out var firstDot, out var secondDot))
        {
            return false;
        }

        if (!Base64Url.TryDecode(token.AsSpan(0, firstDot), out var headerBytes)
            || !Base64Url.TryDecode(token.AsSpan(firstDot + 1, secondDot - firstDot - 1), out var payloadBytes)
            || !Base64Url.TryDecode(token.AsSpan(secondDot + 1), out var signature)
            || signature.Length != Es256PublicKey.SignatureSize)
        {
            return false;
        }

        if (!StrictJson.TryParse(headerBytes, MaxHeaderBytes, out var header)
            || !IsAcceptable(header, expectedTyp)
            || !StrictJson.TryParse(payloadBytes, MaxLength, out var payload)
            || payload.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        jws = new ParsedJws(token, secondDot, header, payload, payloadBytes, signature);
        return true;
    }

    private static bool TrySplit(string token, out int firstDot, out int secondDot)
    {
        firstDot = token.IndexOf('.', StringComparison.Ordinal);
        secondDot = firstDot < 0 ? -1 : token.IndexOf('.', firstDot + 1);
        return secondDot >= 0 && token.IndexOf('.', secondDot + 1) < 0;
    }

    private static bool IsAcceptable(JsonElement header, string expectedTyp)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        bool alg = false, typ = false;
        foreach (var member in header.EnumerateObject())
        {
            var good = member.Name switch
            {
                "alg" => alg = IsText(member.Value, "ES256"),
                "typ" => typ = IsText(member.Value, expectedTyp),
                "kid" => member.Value.ValueKind == JsonValueKind.String,
                "x5c" => IsChain(member.Value),
                "jwk" => Es256PublicKey.TryFromJwk(member.Value, out _),

                // crit, b64 and zip change what is signed or how; jku and x5u make us fetch; an unknown member may mean
                // anything. All are refused rather than ignored.
                _ => false,
            };
            if (!good)
            {
                return false;
            }
        }

        return alg && typ;
    }

    private static bool IsText(JsonElement value, string expected) =>
        value.ValueKind == JsonValueKind.String && value.ValueEquals(expected);

    private static bool IsChain(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MaxChain)
        {
            return false;
        }

        foreach (var certificate in value.EnumerateArray())
        {
            if (certificate.ValueKind != JsonValueKind.String || !certificate.TryGetBytesFromBase64(out _))
            {
                return false;
            }
        }

        return true;
    }
}
