using System.Text.Json;

namespace Pds.Vault;

/// <summary>
/// What a dataset version demands of a record. Owned here because a vault stores typed records without knowing consents; the
/// catalogue implements it (the wall between the two projects is why this is an interface).
/// </summary>
public interface IRecordSchema
{
    /// <summary>The dataset version, <c>code@version</c>.</summary>
    string Dataset { get; }

    /// <summary>Whether records may still be written under it (false once invalidated).</summary>
    bool IsOpen { get; }

    /// <summary>Fields every record has.</summary>
    IReadOnlyCollection<string> RequiredFields { get; }

    /// <summary>Whether records carry a civil date of their own, by which a consent's data range is kept.</summary>
    bool IsDated { get; }

    /// <summary>True when the dataset has this field and the value is of its type and inside its bounds.</summary>
    bool Accepts(string field, JsonElement value);
}

/// <summary>Finds the schema of a dataset version.</summary>
public interface IRecordSchemas
{
    /// <summary>Null when the catalogue has no such version.</summary>
    ValueTask<IRecordSchema?> FindAsync(string dataset, CancellationToken cancellationToken);
}
