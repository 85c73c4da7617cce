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

    public ValueTask<RowPage> SweepAsync(
        Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        var blind = cipher.BlindLink(table, column, value);
        var stored = Read(table, column, blind, afterOrdinal, limit, cancellationToken);
        List<Row> rows = [];
        List<InvalidDataException> damaged = [];
        foreach (var row in stored)
        {
            try
            {
                rows.Add(Open(table, column, blind, row));
            }
            catch (InvalidDataException changed)
            {
                damaged.Add(changed);
            }
        }

        return ValueTask.FromResult(new RowPage(rows, damaged, stored.Count == 0 ? afterOrdinal : stored[^1].Ordinal, stored.Count < limit));
    }

    private ValueTask<IReadOnlyList<Row>> List(
        Table table, LinkColumn? column, byte[]? blind, long afterOrdinal, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows =
            [.. Read(table, column, blind, afterOrdinal, limit, cancellationToken).Select(row => Open(table, column, blind, row))];
        return ValueTask.FromResult(rows);
    }

    private IReadOnlyList<StoredRow> Read(
        Table table, LinkColumn? column, byte[]? blind, long afterOrdinal, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IRowReader.MaxRows);
        return StoreFaults.Guard(() => store.ListRows(table, column, blind, afterOrdinal, limit));
    }

    private Row Open(Table table, LinkColumn? column, byte[]? blind, StoredRow row) =>
        column is null || ((column == LinkColumn.Parent ? row.Parent : row.Other) is byte[] link && link.SequenceEqual(blind!))
            ? cipher.Open(table, row)
            : throw new InvalidDataException($"The store lists a row of table {table} under a link it does not have: an index was changed at rest.");
}
