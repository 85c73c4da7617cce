using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Consent;

/// <summary>
/// HL7 FHIR R4 <c>CodeableConcept</c> (datatypes.html#CodeableConcept) in the part we use: <c>text</c> and up to 8 <c>coding</c>
/// entries of <c>system</c>, <c>code</c>, <c>display</c>; at least one of text and coding.
/// </summary>
public sealed record FhirCodeableConceptType : FieldType
{
    private const int MaxCodings = 8;

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value)
    {
        if (!FhirParts.HasOnly(value, "coding", "text") || !FhirParts.OptionalText(value, "text"))
        {
            return false;
        }

        return value.TryGetProperty("coding", out var codings)
            ? codings.ValueKind == JsonValueKind.Array && codings.GetArrayLength() is >= 1 and <= MaxCodings
                && codings.EnumerateArray().All(IsCoding)
            : value.TryGetProperty("text", out _);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["coding"] = new JsonObject
            {
                ["type"] = "array",
                ["minItems"] = 1,
                ["maxItems"] = MaxCodings,
                ["items"] = FhirParts.TextObject(["code"], "system", "code", "display"),
            },
            ["text"] = FhirParts.TextSchema(),
        },
        ["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("coding") }, new JsonObject { ["required"] = new JsonArray("text") }),
        ["additionalProperties"] = false,
    };

    private static bool IsCoding(JsonElement coding) =>
        FhirParts.HasOnly(coding, "system", "code", "display")
        && coding.TryGetProperty("code", out _)
        && FhirParts.OptionalText(coding, "system") && FhirParts.OptionalText(coding, "code") && FhirParts.OptionalText(coding, "display");
}

/// <summary>
/// HL7 FHIR R4 <c>Reference</c> (references.html) as a name to read only: <c>display</c>. The literal reference stays with the source,
/// because an identifier inside it would link the resident across recipients.
/// </summary>
public sealed record FhirReferenceType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        FhirParts.HasOnly(value, "display") && value.TryGetProperty("display", out _) && FhirParts.OptionalText(value, "display");

    /// <inheritdoc/>
    public override JsonObject Schema() => FhirParts.TextObject(["display"], "display");
}

/// <summary>The pieces FHIR datatypes share.</summary>
internal static class FhirParts
{
    private const int MaxChars = 400;

    internal static bool HasOnly(JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool OptionalText(JsonElement value, string name) =>
        !value.TryGetProperty(name, out var member)
        || (member.ValueKind == JsonValueKind.String && member.GetString() is { Length: >= 1 and <= MaxChars });

    internal static JsonObject TextSchema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxChars };

    internal static JsonObject TextObject(string[] required, params ReadOnlySpan<string> names)
    {
        var properties = new JsonObject();
        foreach (var name in names)
        {
            properties[name] = TextSchema();
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["additionalProperties"] = false,
        };
    }
}
