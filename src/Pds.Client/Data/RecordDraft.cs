using System.Text.Json.Nodes;

namespace Pds.Client;

/// <summary>One record as its source writes it: typed fields that the SDK turns into a signed SD-JWT, one disclosure per field.</summary>
/// <param name="residentRef">The resident's reference for this source (<c>ref_…</c>).</param>
/// <param name="dataset">Dataset and version, such as <c>basic-four@1</c>.</param>
public sealed class RecordDraft(string residentRef, string dataset)
{
    /// <summary>The resident's reference for this source.</summary>
    public string ResidentRef { get; } = residentRef;

    /// <summary>Dataset and version.</summary>
    public string Dataset { get; } = dataset;

    /// <summary>Civil date the data is about; null when it has none.</summary>
    public DateOnly? DataDate { get; init; }

    /// <summary>To write a new version of a record, its id; null for a new record.</summary>
    public string? RecordId { get; init; }

    internal SortedDictionary<string, JsonNode> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a text, telephone, code, decimal or instant field, all of which travel as text.</summary>
    public RecordDraft With(string field, string value) => Add(field, JsonValue.Create(value));

    /// <summary>Adds an integer of at most 53 bits.</summary>
    public RecordDraft With(string field, long value) => Add(field, JsonValue.Create(value));

    /// <summary>Adds true or false.</summary>
    public RecordDraft With(string field, bool value) => Add(field, JsonValue.Create(value));

    /// <summary>Adds a civil date.</summary>
    public RecordDraft With(string field, DateOnly value) =>
        With(field, value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds a JSON object, such as a FHIR R4 resource, at most 32 KiB.</summary>
    public RecordDraft With(string field, JsonObject value) => Add(field, value.DeepClone());

    /// <inheritdoc/>
    public override string ToString() => nameof(RecordDraft);

    private RecordDraft Add(string field, JsonNode value)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        Fields.Add(field, value); // A field given twice is a bug of the caller and throws.
        return this;
    }
}
