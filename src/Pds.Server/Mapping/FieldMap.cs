using System.Diagnostics.CodeAnalysis;
using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Fields of a dataset between domain and wire: the closed list of types, each with its own bounds and no others.</summary>
internal static class FieldMap
{
    private const int MaxText = 4000;
    private const int MaxChoices = 64;

    /// <summary>To the wire.</summary>
    public static V1.DatasetField ToWire(FieldDefinition field)
    {
        var wire = new V1.DatasetField
        {
            Name = field.Name, LabelJa = field.LabelJa, Required = field.Required, Sensitive = field.Sensitive, Type = TypeOf(field.Type),
        };
        switch (field.Type)
        {
            case TextType text:
                wire.MaxLength = text.MaxChars;
                break;
            case WholeNumberType number:
                (wire.Minimum, wire.Maximum) = (number.Min, number.Max);
                break;
            case ChoiceType choice:
                wire.Choices.Add(choice.Values);
                break;
        }

        return wire;
    }

    /// <summary>Reads a field; false for a type this server does not know or bounds out of range.</summary>
    public static bool TryParse(V1.DatasetField wire, [NotNullWhen(true)] out FieldDefinition? field)
    {
        FieldType? type = wire.Type switch
        {
            V1.FieldType.Text when wire.MaxLength is >= 1 and <= MaxText => new TextType(wire.MaxLength),
            V1.FieldType.Kana => new KanaType(),
            V1.FieldType.CivilDate => new CivilDateType(),
            V1.FieldType.Instant => new InstantType(),
            V1.FieldType.WholeNumber when wire.Minimum <= wire.Maximum => new WholeNumberType(wire.Minimum, wire.Maximum),
            V1.FieldType.Decimal => new DecimalType(),
            V1.FieldType.YesNo => new YesNoType(),
            V1.FieldType.Choice when wire.Choices.Count is >= 1 and <= MaxChoices => new ChoiceType([.. wire.Choices]),
            V1.FieldType.PostalCode => new PostalCodeType(),
            V1.FieldType.Phone => new PhoneType(),
            V1.FieldType.JsonObject => new JsonObjectType(),
            V1.FieldType.FhirCodeableConcept => new FhirCodeableConceptType(),
            V1.FieldType.FhirReference => new FhirReferenceType(),
            _ => null,
        };
        field = type is null ? null : new FieldDefinition(wire.Name, wire.LabelJa, type, wire.Required, wire.Sensitive);
        return field is not null;
    }

    private static V1.FieldType TypeOf(FieldType type) => type switch
    {
        TextType => V1.FieldType.Text,
        KanaType => V1.FieldType.Kana,
        CivilDateType => V1.FieldType.CivilDate,
        InstantType => V1.FieldType.Instant,
        WholeNumberType => V1.FieldType.WholeNumber,
        DecimalType => V1.FieldType.Decimal,
        YesNoType => V1.FieldType.YesNo,
        ChoiceType => V1.FieldType.Choice,
        PostalCodeType => V1.FieldType.PostalCode,
        PhoneType => V1.FieldType.Phone,
        JsonObjectType => V1.FieldType.JsonObject,
        FhirCodeableConceptType => V1.FieldType.FhirCodeableConcept,
        FhirReferenceType => V1.FieldType.FhirReference,
        _ => throw new InvalidOperationException("A field type without a name on the wire."),
    };
}
