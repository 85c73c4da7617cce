namespace Pds.Consent;

/// <summary>The rules a purpose declaration must pass before the review board spends time on it.</summary>
public static class PurposeCheck
{
    /// <summary>The longest life of a purpose version: five years.</summary>
    public const int MaxLifeYears = 5;

    /// <summary>The member at fault, or null when the declaration is well-formed and inside its dataset's ceilings.</summary>
    public static string? FirstFault(Purpose purpose, Dataset dataset, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(dataset);
        return FaultyText(purpose)
            ?? FaultyFields(purpose, dataset)
            ?? (purpose.Ceilings is not { IsWellFormed: true } || !purpose.Ceilings.IsWithin(dataset.Ceilings) ? "ceilings"
                : purpose.Ceilings.DataRangeDays != 0 && dataset.DateField is null ? "ceilings"
                : purpose.Basis != LawfulBasis.Consent ? "lawful_basis"
                : purpose.Expires <= now || purpose.Expires > now.AddYears(MaxLifeYears) ? "expire_time"
                : null);
    }

    private static string? FaultyText(Purpose p) =>
        Outside(p.NameJa, 80) ? "name_ja"
        : Outside(p.RecipientNameJa, 100) ? "recipient"
        : Outside(p.TextJa, 1000) ? "text_ja"
        : Outside(p.BenefitJa, 500) ? "benefit_ja"
        : Outside(p.OnRefusalJa, 500) ? "refusal_consequence_ja"
        : Outside(p.DpvCode, 80) || !p.DpvCode.StartsWith("dpv:", StringComparison.Ordinal) ? "dpv_code"
        : p.SystemJa is not null && Outside(p.SystemJa, 60) ? "system_ja"
        : p.PiaReference is { Length: 0 or > 200 } ? "pia_reference"
        : p.NoticeUrl is not null && !IsHttps(p.NoticeUrl) ? "notice_url"
        : null;

    private static string? FaultyFields(Purpose p, Dataset dataset)
    {
        var all = p.AllFields.ToList();
        return p.RequiredFields.Any(f => dataset.Field(f) is null) ? "required_fields"
            : p.OptionalFields.Any(f => dataset.Field(f) is null) ? "optional_fields"
            : all.Count == 0 || all.Distinct(StringComparer.Ordinal).Count() != all.Count ? "required_fields"
            : p.PiaReference is null && all.Any(f => dataset.Field(f)!.Sensitive) ? "pia_reference"
            : null;
    }

    private static bool Outside(string? text, int maxChars) => string.IsNullOrWhiteSpace(text) || text.Length > maxChars;

    private static bool IsHttps(string text) =>
        text.Length <= 500 && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}
