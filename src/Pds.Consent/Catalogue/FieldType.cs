using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>
/// What a field may hold. A closed list: a value that fits none of these is not stored, and each exports the JSON Schema
/// (draft 2020-12) an outsider can check with.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextType), "text")]
[JsonDerivedType(typeof(KanaType), "kana")]
[JsonDerivedType(typeof(CivilDateType), "civil-date")]
[JsonDerivedType(typeof(InstantType), "instant")]
[JsonDerivedType(typeof(WholeNumberType), "whole-number")]
[JsonDerivedType(typeof(DecimalType), "decimal")]
[JsonDerivedType(typeof(YesNoType), "yes-no")]
[JsonDerivedType(typeof(ChoiceType), "choice")]
[JsonDerivedType(typeof(PostalCodeType), "postal-code")]
[JsonDerivedType(typeof(PhoneType), "phone")]
[JsonDerivedType(typeof(JsonObjectType), "json-object")]
[JsonDerivedType(typeof(FhirCodeableConceptType), "fhir-codeable-concept")]
[JsonDerivedType(typeof(FhirReferenceType), "fhir-reference")]
public abstract record FieldType
{
    private protected FieldType()
    {
    }

    /// <summary>True when a JSON value has this type. Never throws, whatever the value.</summary>
    public abstract bool Accepts(JsonElement value);

    /// <summary>The JSON Schema of a value of this type; a fresh object each time.</summary>
    public abstract JsonObject Schema();

    /// <summary>The string of a JSON string value, or null.</summary>
    private protected static string? StringOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
