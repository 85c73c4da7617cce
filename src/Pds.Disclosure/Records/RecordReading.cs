using System.Globalization;
using Pds.Consent;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>Finds the sealed records a decision covers. Opens nothing: it has no key.</summary>
internal sealed class RecordReading(IRowReader rows)
{
    /// <summary>The most cells one call reads, so that the intent that pins them stays within one entry.</summary>
    public const int MaxCells = 1000;

    /// <summary>
    /// The most bytes of sealed cells and provenance one call reads: 8 MiB. The plaintext is hardly larger, so that an answer stays well
    /// within the 32 MiB a client takes, and sixteen calls of a batch at once within what a server can hold.
    /// </summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Rows read at once. A record holds up to about half a megabyte, and those out of range are read only to be passed over.</summary>
    public const int PageSize = 50;

    /// <summary>The newest version of every record in range that has one of the fields; null when it is more than one call may read.</summary>
    public async ValueTask<IReadOnlyList<SelectedRecord>?> SelectAsync(
        Grant grant, GateDecision.Allow allow, CancellationToken cancellationToken)
    {
        var selected = new List<SelectedRecord>();
        var (cells, bytes) = (0, 0L);
        var link = StoredRecord.LinkOf(grant.Resident, grant.Dataset.ToString());
        for (long after = 0; ;)
        {
            var page = await rows.ListAsync(Table.Records, LinkColumn.Parent, link, after, PageSize, cancellationToken);
            foreach (var row in page)
            {
                var record = StoredRecord.FromBytes(row.Body);
                var fields = allow.Fields.Where(record.Cells.ContainsKey).ToArray();
                if (fields.Length > 0 && allow.Range.Contains(DateOf(record)))
                {
                    selected.Add(new SelectedRecord(record, fields));
                    cells += fields.Length;
                    bytes += record.SourceJwt.Length + fields.Sum(field => (long)record.Cells[field].Length);
                }

                if (cells > MaxCells || bytes > MaxBytes)
                {
                    return null;
                }
            }

            if (page.Count < PageSize)
            {
                return selected;
            }

            after = page[^1].Ordinal;
        }
    }

    /// <summary>The very versions an intent pinned; null when one of them is gone or is not what was pinned.</summary>
    public async ValueTask<IReadOnlyList<SelectedRecord>?> ReadAgainAsync(
        IReadOnlyList<PinnedRecord> pinned, CancellationToken cancellationToken)
    {
        var selected = new List<SelectedRecord>(pinned.Count);
        foreach (var pin in pinned)
        {
            if (await FindAsync(pin, cancellationToken) is not { } record || !pin.Cells.All(cell => IsPinned(record, cell.Key, cell.Value)))
            {
                return null;
            }

            selected.Add(new SelectedRecord(record, [.. pin.Cells.Keys.Order(StringComparer.Ordinal)]));
        }

        return selected;
    }

    private static bool IsPinned(StoredRecord record, string field, byte[] digest) =>
        record.Cells.TryGetValue(field, out var cell) && Cell.Digest(cell).AsSpan().SequenceEqual(digest);

    private async ValueTask<StoredRecord?> FindAsync(PinnedRecord pin, CancellationToken cancellationToken)
    {
        if (!RecordId.TryParse(pin.Record, out var id) || await rows.FindAsync(StoredRecord.KeyOf(id), cancellationToken) is not { } row)
        {
            return null;
        }

        var newest = StoredRecord.FromBytes(row.Body);
        if (newest.Version == pin.Version)
        {
            return newest;
        }

        var older = await rows.FindAsync(StoredRecord.KeyOf(id, pin.Version), cancellationToken);
        return older is null ? null : StoredRecord.FromBytes(older.Body);
    }

    private static DateOnly? DateOf(StoredRecord record) =>
        record.DataDate is null ? null : DateOnly.ParseExact(record.DataDate, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
