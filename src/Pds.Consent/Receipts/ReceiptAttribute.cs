namespace Pds.Consent;

/// <summary>One field of the consented data (TS 27560 <c>pii_information</c>).</summary>
/// <param name="Name">Field name in the dataset.</param>
/// <param name="Label">What the resident read.</param>
/// <param name="PiiType">W3C DPV term, <c>dpv:PersonalData</c> or a narrower one.</param>
/// <param name="Optional">True when the resident could have left it out.</param>
/// <param name="Sensitive">True for 要配慮個人情報.</param>
public sealed record ReceiptAttribute(string Name, string Label, string PiiType, bool Optional, bool Sensitive)
{
    /// <summary>The attribute of a field of a dataset.</summary>
    public static ReceiptAttribute Of(FieldDefinition field, bool optional)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new(field.Name, field.LabelJa, field.Sensitive ? "dpv:SensitivePersonalData" : "dpv:PersonalData", optional, field.Sensitive);
    }
}
