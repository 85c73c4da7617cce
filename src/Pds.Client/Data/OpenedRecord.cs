using System.Text.Json;

namespace Pds.Client;

/// <summary>One record: the consented fields as its source signed them.</summary>
/// <param name="Record">Pairwise id of the record, stable for this organisation.</param>
/// <param name="DataDate">Civil date the data is about, or null.</param>
/// <param name="Source">Organisation that signed it (<c>org_…</c>).</param>
/// <param name="Fields">Field name to JSON value.</param>
public sealed record OpenedRecord(
    string Record, DateOnly? DataDate, string Source, IReadOnlyDictionary<string, JsonElement> Fields)
{
    /// <summary>A text field's value; null when the field was not delivered or is not text.</summary>
    public string? Text(string field) =>
        Fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <inheritdoc/>
    public override string ToString() => nameof(OpenedRecord) + " " + Record;
}
