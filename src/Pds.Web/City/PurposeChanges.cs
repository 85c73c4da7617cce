using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>One thing that is otherwise in a later version of a purpose.</summary>
/// <param name="Key">The words for it.</param>
/// <param name="Parts">What goes into their places.</param>
internal sealed record PurposeChangeLine(string Key, params object?[] Parts);

/// <summary>
/// What changed from one version of a purpose to a later one, in words and nothing else (FEATURES N9). Whether anybody has to be asked again is decided
/// by the city's server; this only says what is otherwise.
/// </summary>
internal static class PurposeChanges
{
    /// <summary>The lines, the weightiest first; empty when only the version's number changed.</summary>
    /// <param name="before">What somebody answered.</param>
    /// <param name="after">What is asked now.</param>
    /// <param name="labels">The names of the fields, by their codes.</param>
    public static IReadOnlyList<PurposeChangeLine> Of(Purpose before, Purpose after, IReadOnlyDictionary<string, string> labels) =>
    [
        .. OfText(before, after),
        .. OfFields(before, after, labels),
        .. OfCeilings(before.Ceilings, after.Ceilings),
    ];

    private static IEnumerable<PurposeChangeLine> OfText(Purpose before, Purpose after)
    {
        if (before.TextJa != after.TextJa || before.DpvCode != after.DpvCode)
        {
            yield return new("change.text");
        }

        if (before.SystemJa != after.SystemJa)
        {
            yield return new("change.system");
        }

        if (before.Dataset != after.Dataset)
        {
            yield return new("change.dataset");
        }

        if (before.BenefitJa != after.BenefitJa)
        {
            yield return new("change.benefit");
        }

        if (before.RefusalConsequenceJa != after.RefusalConsequenceJa)
        {
            yield return new("change.refusal");
        }
    }

    private static IEnumerable<PurposeChangeLine> OfFields(Purpose before, Purpose after, IReadOnlyDictionary<string, string> labels)
    {
        var (old, now) = (FieldsOf(before), FieldsOf(after));
        foreach (var field in now.Except(old))
        {
            yield return new("change.field.more", Label(field, labels));
        }

        foreach (var field in old.Except(now))
        {
            yield return new("change.field.less", Label(field, labels));
        }

        foreach (var field in after.RequiredFields.Intersect(before.OptionalFields))
        {
            yield return new("change.field.required", Label(field, labels));
        }

        foreach (var field in after.OptionalFields.Intersect(before.RequiredFields))
        {
            yield return new("change.field.optional", Label(field, labels));
        }
    }

    private static IEnumerable<PurposeChangeLine> OfCeilings(Ceilings before, Ceilings after)
    {
        if (before.Mode != after.Mode)
        {
            yield return new(after.Mode == UseMode.Store ? "change.mode.store" : "change.mode.view");
        }

        if (before.RetentionDays != after.RetentionDays)
        {
            yield return new("change.keeping", before.RetentionDays, after.RetentionDays);
        }

        if (before.ValidityDays != after.ValidityDays)
        {
            yield return new("change.validity", before.ValidityDays, after.ValidityDays);
        }

        if (!before.Frequency.Equals(after.Frequency))
        {
            yield return new("change.calls");
        }

        if (before.DataRangeDays != after.DataRangeDays)
        {
            yield return new("change.range");
        }
    }

    private static string[] FieldsOf(Purpose purpose) => [.. purpose.RequiredFields, .. purpose.OptionalFields];

    private static ForeignText Label(string field, IReadOnlyDictionary<string, string> labels) => new(labels.GetValueOrDefault(field, field));
}
