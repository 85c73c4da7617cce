using Pds.Protocol.V1;

namespace Pds.Web.Staff;

/// <summary>The fields of a purpose as a form shows them.</summary>
internal static class FieldsOf
{
    /// <summary>Names of those it cannot do without, in the dataset's order.</summary>
    public static IReadOnlyList<string> Required(Purpose purpose, Dataset dataset) =>
        [.. dataset.Fields.Where(field => purpose.RequiredFields.Contains(field.Name)).Select(field => field.LabelJa)];

    /// <summary>Those that she may add, in the dataset's order.</summary>
    public static IReadOnlyList<(string Name, string Label)> Optional(Purpose purpose, Dataset dataset) =>
        [.. dataset.Fields.Where(field => purpose.OptionalFields.Contains(field.Name)).Select(field => (field.Name, field.LabelJa))];

    /// <summary>What was marked: everything that is not a clear yes is none.</summary>
    public static PaperMarks MarksOf(string? consent, IEnumerable<string> optional) => new()
    {
        Consent = consent switch { "yes" => Mark.Yes, "no" => Mark.No, _ => Mark.Unclear },
        OptionalFields = { optional.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal) },
    };
}
