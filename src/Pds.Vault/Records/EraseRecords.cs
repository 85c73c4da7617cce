using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// Removes everything a vault held, once its root key is destroyed: records of every version, collection keys. What remained would be
/// ciphertext without a key; it goes all the same, and the store overwrites it. May be cut off anywhere and run again.
/// </summary>
public sealed class EraseRecords(Recorder recorder)
{
    // A record holds up to about half a megabyte; a whole page of them is never in memory at once.
    private const int RowsAtOnce = 50;

    /// <summary>Removes it.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; what went is gone, the rest goes with the next run.</exception>
    public async ValueTask RunAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        var collections = await ListAsync(Table.Collections, LinkColumn.Parent, resident.ToString(), cancellationToken);
        while (collections.Count > 0)
        {
            foreach (var dataset in collections.Select(DatasetOf).OfType<string>())
            {
                await RemoveAsync(Table.Records, LinkColumn.Parent, $"{StoredRecord.LinkOf(resident, dataset)}|older", cancellationToken);
                await RemoveAsync(Table.Records, LinkColumn.Parent, StoredRecord.LinkOf(resident, dataset), cancellationToken);
            }

            // After its records: the collection is what finds their older versions.
            await RemoveAsync(collections, cancellationToken);
            collections = await ListAsync(Table.Collections, LinkColumn.Parent, resident.ToString(), cancellationToken);
        }

        await RemoveAsync(Table.Records, LinkColumn.Other, resident.ToString(), cancellationToken);
    }

    // The row that counts writes has no body and names no dataset: its collection does.
    private static string? DatasetOf(Row row) => row.Body.IsEmpty ? null : CollectionRow.FromBytes(row.Body).Dataset;

    private async ValueTask RemoveAsync(Table table, LinkColumn column, string value, CancellationToken cancellationToken)
    {
        while (await ListAsync(table, column, value, cancellationToken) is { Count: > 0 } page)
        {
            await RemoveAsync(page, cancellationToken);
        }
    }

    private async ValueTask RemoveAsync(IReadOnlyList<Row> rows, CancellationToken cancellationToken) =>
        await recorder.RecordAsync(new Command([.. rows.Select(row => new Change.Delete(row.Key))], []), cancellationToken);

    private ValueTask<IReadOnlyList<Row>> ListAsync(Table table, LinkColumn column, string value, CancellationToken cancellationToken) =>
        recorder.Rows.ListAsync(table, column, value, 0, RowsAtOnce, cancellationToken);
}
