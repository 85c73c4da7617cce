using System.Runtime.CompilerServices;
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
    /// <summary>The disclosures as the source made them, by field name; with <see cref="StoredRecord.SourceJwt"/> the SD-JWT as received. Empty when the cells are closed.</summary>
    public IReadOnlyDictionary<string, string> Disclosures { get; init; } = new Dictionary<string, string>();

    /// <summary>The SD-JWT of the source (RFC 9901) with every disclosure, in the order of the fields' names.</summary>
    public string ToSdJwt() =>
        string.Join('~', [Stored.SourceJwt, .. Disclosures.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value), string.Empty]);

    /// <summary>Prints its own name: values are a person's.</summary>
    public override string ToString() => nameof(ListedRecord);
}

/// <summary>
/// A resident looks into their own vault. The custodian opens the root key for this act only; there is no way to call this for somebody
/// else, because the one resident named is both the caller and the owner.
/// </summary>
public sealed class ListRecords(Custodian custodian, IRowReader rows)
{
    // A record holds up to about half a megabyte; a whole page of them is never in memory at once.
    private const int RowsAtOnce = 50;

    /// <summary>The newest version of each record, oldest record first, one after the other: keep of each what you need.</summary>
    /// <param name="resident">The authenticated resident.</param>
    /// <param name="dataset">Only this dataset version, or null for all.</param>
    /// <param name="withValues">Whether to open the cells.</param>
    /// <param name="afterOrdinal">0 for the first page.</param>
    /// <param name="limit">The most records, at least 1.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async IAsyncEnumerable<ListedRecord> RunAsync(
        ResidentId resident, string? dataset, bool withValues, long afterOrdinal, int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var root = withValues ? await custodian.OpenRootAsync(resident, cancellationToken) : null;
        for (var left = limit; left > 0; left -= RowsAtOnce)
        {
            var page = await PageAsync(resident, dataset, afterOrdinal, Math.Min(left, RowsAtOnce), cancellationToken);
            foreach (var row in page)
            {
                var stored = StoredRecord.FromBytes(row.Body);
                yield return root is null ? new ListedRecord(stored, NoValues, row.Ordinal) : await OpenAsync(root, resident, stored, row.Ordinal, cancellationToken);
            }

            if (page.Count < RowsAtOnce)
            {
                yield break;
            }

            afterOrdinal = page[^1].Ordinal;
        }
    }

    /// <summary>
    /// These versions of these records, opened, one after the other: what a source writes meanwhile does not change them, because a version that
    /// was renewed rests beside the newer one.
    /// </summary>
    /// <param name="resident">The authenticated resident.</param>
    /// <param name="versions">As listed before.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidDataException">One is not there any more: an erasure ran meanwhile.</exception>
    public async IAsyncEnumerable<ListedRecord> OpenAsync(
        ResidentId resident, IEnumerable<(RecordId Record, int Version)> versions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var root = await custodian.OpenRootAsync(resident, cancellationToken) ?? throw new InvalidDataException("The resident has no vault here (any more).");
        foreach (var (record, version) in versions)
        {
            var stored = await FindAsync(record, version, cancellationToken) ?? throw new InvalidDataException("A record is not there any more.");
            yield return stored.Resident == resident.ToString()
                ? await OpenAsync(root, resident, stored, 0, cancellationToken)
                : throw new InvalidDataException("A record of another resident.");
        }
    }

    private async ValueTask<StoredRecord?> FindAsync(RecordId record, int version, CancellationToken cancellationToken)
    {
        var newest = await rows.FindAsync(StoredRecord.KeyOf(record), cancellationToken);
        if (newest is not null && StoredRecord.FromBytes(newest.Body) is var stored && stored.Version == version)
        {
            return stored;
        }

        return await rows.FindAsync(StoredRecord.KeyOf(record, version), cancellationToken) is { } older ? StoredRecord.FromBytes(older.Body) : null;
    }

    // Newest versions carry the resident as their other link; older ones carry no other link at all.
    private ValueTask<IReadOnlyList<Row>> PageAsync(
        ResidentId resident, string? dataset, long after, int limit, CancellationToken cancellationToken) => dataset is null
        ? rows.ListAsync(Table.Records, LinkColumn.Other, resident.ToString(), after, limit, cancellationToken)
        : rows.ListAsync(Table.Records, LinkColumn.Parent, StoredRecord.LinkOf(resident, dataset), after, limit, cancellationToken);

    private static readonly Dictionary<string, JsonElement> NoValues = [];

    private async ValueTask<ListedRecord> OpenAsync(
        ResidentRootKey root, ResidentId resident, StoredRecord stored, long ordinal, CancellationToken cancellationToken)
    {
        using var collection = await custodian.OpenCollectionAsync(root, resident, stored.Dataset, cancellationToken);
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var disclosures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, cell) in stored.Cells)
        {
            using var key = FieldKeys.Of(collection, custodian.Origin, field);
            if (!Cell.TryOpen(custodian.Origin, stored.PlaceOf(field), key, cell, out var disclosure) ||
                !SdDisclosure.TryParse(disclosure, out var opened) || opened.Name != field)
            {
                throw new InvalidDataException("A cell does not open in its place: a damaged or moved row.");
            }

            values.Add(field, opened.Value);
            disclosures.Add(field, disclosure);
        }

        return new ListedRecord(stored, values, ordinal) { Disclosures = disclosures };
    }
}
