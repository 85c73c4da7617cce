using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>
/// A kind of record that sources write and recipients may ask for (a service declaration, FEATURES B2). A version never changes; a
/// correction is a new version.
/// </summary>
public sealed record Dataset
{
    /// <summary>The most fields a dataset may have.</summary>
    public const int MaxFields = 64;

    /// <summary><c>code@version</c>.</summary>
    public required DatasetVersion Id { get; init; }

    /// <summary>Its name as residents read it, 1 to 40 characters.</summary>
    public required string NameJa { get; init; }

    /// <summary>One or two plain sentences, at most 400 characters.</summary>
    public required string DescriptionJa { get; init; }

    /// <summary>1 to 64 fields with distinct names.</summary>
    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>The field whose value dates a record for the data range rule; null when records have no date of their own.</summary>
    public string? DateField { get; init; }

    /// <summary>The most any purpose on this dataset may ask for, its own maximum validity among them (FEATURES C5).</summary>
    public required Ceilings Ceilings { get; init; }

    /// <summary>The standard the records follow, such as <c>HL7 FHIR R4 Appointment</c>; null for our own shape.</summary>
    public string? ConformsTo { get; init; }

    /// <summary>Whether it may be used.</summary>
    public DatasetState State { get; init; } = DatasetState.Published;

    /// <summary>Version of the row it was read from: the etag; 0 before it is stored.</summary>
    [JsonIgnore]
    public long RowVersion { get; init; }

    /// <summary>Position in the catalogue, for paging; 0 before it is stored.</summary>
    [JsonIgnore]
    public long Ordinal { get; init; }

    /// <summary>The definition of a field, or null.</summary>
    public FieldDefinition? Field(string name) => Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));

    /// <summary>What is wrong with the declaration: the member concerned, or null when nothing is.</summary>
    public string? FirstFault() =>
        Id == default ? "id"
        : NameJa is not { Length: >= 1 and <= 40 } ? "name_ja"
        : DescriptionJa is not { Length: >= 1 and <= 400 } ? "description_ja"
        : Fields is not { Count: >= 1 and <= MaxFields } ? "fields"
        : Fields.Any(f => !FieldDefinition.IsName(f.Name) || f.LabelJa is not { Length: >= 1 and <= 40 } || f.Type is null) ? "fields"
        : Fields.DistinctBy(f => f.Name, StringComparer.Ordinal).Count() != Fields.Count ? "fields"
        : DateField is not null && Field(DateField)?.Type is not (CivilDateType or InstantType) ? "date_field"
        : Ceilings is not { IsWellFormed: true } ? "ceilings"
        : null;
}
