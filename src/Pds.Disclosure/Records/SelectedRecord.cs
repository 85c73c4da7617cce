using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>One record version and the fields of it that are to be read.</summary>
internal sealed record SelectedRecord(StoredRecord Record, IReadOnlyList<string> Fields)
{
    /// <summary>What the intent says of it: digests of sealed cells, which tell nobody anything about their content.</summary>
    public PinnedRecord Pin() => new(
        Record.Record, Record.Version, Fields.ToDictionary(field => field, field => Cell.Digest(Record.Cells[field]), StringComparer.Ordinal));

    public override string ToString() => nameof(SelectedRecord);
}
