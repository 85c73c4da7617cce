namespace Pds.Consent;

/// <summary>What a resident reads of a purpose before answering.</summary>
/// <param name="NameJa">The purpose in a few words.</param>
/// <param name="TextJa">What the data is used for.</param>
/// <param name="BenefitJa">What the resident gains.</param>
/// <param name="OnRefusalJa">What happens on a no.</param>
/// <param name="RequiredFields">Fields that cannot be left out.</param>
/// <param name="OptionalFields">Fields that can.</param>
public sealed record Notice(
    string NameJa, string TextJa, string BenefitJa, string OnRefusalJa, IReadOnlyList<string> RequiredFields, IReadOnlyList<string> OptionalFields)
{
    /// <summary>The notice of a purpose.</summary>
    public static Notice Of(Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new Notice(purpose.NameJa, purpose.TextJa, purpose.BenefitJa, purpose.OnRefusalJa, purpose.RequiredFields, purpose.OptionalFields);
    }
}
