using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>One record as its resident sees it.</summary>
/// <param name="Stored">Provenance and the sealed cells.</param>
/// <param name="Values">Field values in clear, when they were asked for; else empty. Lives only inside the resident's own act.</param>
/// <param name="Ordinal">Where the next page starts.</param>
public sealed record ListedRecord(StoredRecord Stored, IReadOnlyDictionary<string, JsonElement> Values, long Ordinal)
{
    /// <summary>Prints its own name: values are a person's.</summary>
    public override string ToString() => nameof(ListedRecord);
}

/// <summary>
/// A resident looks into their own vault. The custodian opens the root key for this act only; there is no way to call this for somebody
/// else, because the one resident named is both the caller and the owner.
/// </summary>
public sealed class ListRecords(Custodian custodian, IRowReader rows)
{
    /// <summary>The newest version of each record, oldest record first.</summary>
    /// <param name="resident">The authenticated resident.</param>
    /// <param name="dataset">Only this dataset version, or null for all.</param>
    /// <param name="withValues">Whether to open the cells.</param>
    /// <param name="afterOrdinal">0 for the first page.</param>
    /// <param name="limit">1 to <see cref="IRowReader.MaxRows"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<IReadOnlyList<ListedRecord>> RunAsync(
        ResidentId resident, string? dataset, bool withValues, long afterOrdinal, int limit, CancellationToken cancellationToken)
    {
        // Newest versions carry the resident as their other link; older ones carry no other link at all.
        var found = dataset is null
            ? await rows.ListAsync(Table.Records, LinkColumn.Other, resident.ToString(), afterOrdinal, limit, cancellationToken)
            : await rows.ListAsync(
                Table.Records, LinkColumn.Parent, StoredRecord.LinkOf(resident, dataset), afterOrdinal, limit, cancellationToken);

        using var root = withValues ? await custodian.OpenRootAsync(resident, cancellationToken) : null;
        var listed = new List<ListedRecord>(found.Count);
        foreach (var row in found)
        {
            var stored = StoredRecord.FromBytes(row.Body);
            var values = root is null ? NoValues : await OpenAsync(root, resident, stored, cancellationToken);
            listed.Add(new ListedRecord(stored, values, row.Ordinal));
        }

        return listed;
    }

    private static readonly Dictionary<string, JsonElement> NoValues = [];

    private async ValueTask<IReadOnlyDictionary<string, JsonElement>> OpenAsync(
        ResidentRootKey root, ResidentId resident, StoredRecord stored, CancellationToken cancellationToken)
    {
        using var collection = await custodian.OpenCollectionAsync(root, resident, stored.Dataset, cancellationToken);
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (field, cell) in stored.Cells)
        {
            using var key = FieldKeys.Of(collection, custodian.Origin, field);
            if (!Cell.TryOpen(custodian.Origin, stored.PlaceOf(field), key, cell, out var disclosure) ||
                !SdDisclosure.TryParse(disclosure, out var opened) || opened.Name != field)
            {
                throw new InvalidDataException("A cell does not open in its place: a damaged or moved row.");
            }

            values.Add(field, opened.Value);
        }

        return values;
    }
}
