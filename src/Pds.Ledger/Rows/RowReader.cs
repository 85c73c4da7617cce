namespace Pds.Ledger;

/// <summary>Committed rows, opened. The store answers in microseconds, so reading is synchronous inside.</summary>
internal sealed class RowReader(ILedgerStore store, RowCipher cipher) : IRowReader
{
    public ValueTask<Row?> FindAsync(RowKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var blind = cipher.Blind(key);
        var stored = StoreFaults.Guard(() => store.FindRow(key.Table, blind));
        return ValueTask.FromResult(stored is null ? null : cipher.Open(key.Table, stored));
    }

    public ValueTask<IReadOnlyList<Row>> ListAsync(
        Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return List(table, column, cipher.BlindLink(table, column, value), afterOrdinal, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<Row>> ListAllAsync(
        Table table, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        List(table, null, null, afterOrdinal, limit, cancellationToken);

    private ValueTask<IReadOnlyList<Row>> List(
        Table table, LinkColumn? column, byte[]? blind, long afterOrdinal, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IRowReader.MaxRows);
        var stored = StoreFaults.Guard(() => store.ListRows(table, column, blind, afterOrdinal, limit));
        if (column is not null && stored.Any(row => (column == LinkColumn.Parent ? row.Parent : row.Other) is not byte[] link || !link.SequenceEqual(blind!)))
        {
            throw new InvalidDataException($"The store lists a row of table {table} under a link it does not have: an index was changed at rest.");
        }

        IReadOnlyList<Row> rows = [.. stored.Select(row => cipher.Open(table, row))];
        return ValueTask.FromResult(rows);
    }
}
