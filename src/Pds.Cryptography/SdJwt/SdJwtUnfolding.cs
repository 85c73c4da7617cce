using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pds.Cryptography;

/// <summary>
/// RFC 9901 section 7.1 steps 3 to 5: walks the issuer-signed payload, puts each disclosed claim where its digest stands,
/// drops digests without a disclosure (which may be decoys), and stops at the first defect. One object, one run.
/// </summary>
internal sealed class SdJwtUnfolding
{
    private const int MaxDepth = StrictJson.MaxDepth;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * MaxDepth,
    };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 2 * MaxDepth };

    private readonly Dictionary<string, SdDisclosure> byDigest;
    private readonly HashSet<string> met = new(StringComparer.Ordinal);
    private int used;
    private SdJwtDefect defect;

    private SdJwtUnfolding(Dictionary<string, SdDisclosure> byDigest) => this.byDigest = byDigest;

    /// <summary>Whether every rule holds. Writes nothing: most readers look at single claims and never ask for the whole.</summary>
    public static SdJwtDefect Check(JsonElement payload, Dictionary<string, SdDisclosure> byDigest)
    {
        var run = new SdJwtUnfolding(byDigest);
        return !run.TryWriteObject(payload, null, depth: 0) ? run.defect

            // Step 5: every disclosure was met by exactly one digest (a digest met twice has already stopped us).
            : run.used != byDigest.Count ? SdJwtDefect.DisclosureUnreferenced
            : SdJwtDefect.None;
    }

    /// <summary>The processed payload of a token that <see cref="Check"/> found good.</summary>
    public static JsonElement Unfold(JsonElement payload, Dictionary<string, SdDisclosure> byDigest)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            new SdJwtUnfolding(byDigest).TryWriteObject(payload, writer, depth: 0);
        }

        return JsonElement.Parse(buffer.WrittenSpan, Reading);
    }

    private bool TryWrite(JsonElement value, Utf8JsonWriter? writer, int depth)
    {
        if (depth > MaxDepth)
        {
            return Stop(SdJwtDefect.TooDeep);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return TryWriteObject(value, writer, depth);
            case JsonValueKind.Array:
                return TryWriteArray(value, writer, depth);
            default:
                if (writer is not null)
                {
                    value.WriteTo(writer);
                }

                return true;
        }
    }

    private bool TryWriteObject(JsonElement value, Utf8JsonWriter? writer, int depth)
    {
        writer?.WriteStartObject();
        JsonElement? digests = null;
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals("_sd"u8))
            {
                digests = member.Value;
            }
            else if (member.NameEquals("_sd_alg"u8))
            {
                if (depth > 0)
                {
                    return Stop(SdJwtDefect.HashAlgorithmNotAccepted);
                }
            }
            else if (member.NameEquals("..."u8))
            {
                return Stop(SdJwtDefect.DigestMisplaced);
            }
            else
            {
                writer?.WritePropertyName(member.Name);
                if (!TryWrite(member.Value, writer, depth + 1))
                {
                    return false;
                }
            }
        }

        if (digests is { } list && !TryWriteDisclosedClaims(value, list, writer, depth))
        {
            return false;
        }

        writer?.WriteEndObject();
        return true;
    }

    private bool TryWriteDisclosedClaims(JsonElement parent, JsonElement digests, Utf8JsonWriter? writer, int depth)
    {
        if (digests.ValueKind != JsonValueKind.Array)
        {
            return Stop(SdJwtDefect.DigestMisplaced);
        }

        HashSet<string>? names = null;
        foreach (var digest in digests.EnumerateArray())
        {
            if (!TryMeet(digest, out var disclosure))
            {
                return false;
            }

            if (disclosure is null)
            {
                continue;
            }

            if (disclosure.Name is not { } name)
            {
                return Stop(SdJwtDefect.DisclosureOfWrongKind);
            }

            if (parent.TryGetProperty(name, out _) || !(names ??= new(StringComparer.Ordinal)).Add(name))
            {
                return Stop(SdJwtDefect.ClaimNameTaken);
            }

            writer?.WritePropertyName(name);
            if (!TryWrite(disclosure.Value, writer, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryWriteArray(JsonElement value, Utf8JsonWriter? writer, int depth)
    {
        writer?.WriteStartArray();
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("..."u8, out var digest))
            {
                if (!TryWrite(element, writer, depth + 1))
                {
                    return false;
                }

                continue;
            }

            // Section 4.2.4.2: the placeholder object has exactly this one key.
            if (element.GetPropertyCount() != 1)
            {
                return Stop(SdJwtDefect.DigestMisplaced);
            }

            if (!TryMeet(digest, out var disclosure))
            {
                return false;
            }

            if (disclosure is { Name: not null })
            {
                return Stop(SdJwtDefect.DisclosureOfWrongKind);
            }

            if (disclosure is not null && !TryWrite(disclosure.Value, writer, depth + 1))
            {
                return false;
            }
        }

        writer?.WriteEndArray();
        return true;
    }

    private bool TryMeet(JsonElement digest, out SdDisclosure? disclosure)
    {
        disclosure = null;
        if (digest.ValueKind != JsonValueKind.String)
        {
            return Stop(SdJwtDefect.DigestMisplaced);
        }

        var text = digest.GetString()!;
        if (!met.Add(text))
        {
            return Stop(SdJwtDefect.DigestRepeated);
        }

        if (byDigest.TryGetValue(text, out disclosure))
        {
            used++;
        }

        return true;
    }

    private bool Stop(SdJwtDefect found)
    {
        defect = found;
        return false;
    }
}
