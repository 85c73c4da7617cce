namespace Pds.Ledger;

/// <summary>
/// Reads committed rows. A row written by a finished <c>RecordAsync</c> is seen by every read that starts later.
/// Every member throws <see cref="LedgerUnavailableException"/> when the store cannot answer within two seconds.
/// </summary>
public interface IRowReader
{
    /// <summary>The most rows one list call returns.</summary>
    const int MaxRows = 1000;

    /// <summary>The row under this key, or null.</summary>
    ValueTask<Row?> FindAsync(RowKey key, CancellationToken cancellationToken = default);

    /// <summary>Rows whose link equals <paramref name="value"/>, in order of first insertion.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Which link.</param>
    /// <param name="value">The identifier in clear.</param>
    /// <param name="afterOrdinal">Only rows inserted after this one; 0 for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<IReadOnlyList<Row>> ListAsync(
        Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same for a sweep: a row changed at rest is told and passed over, so that one of them holds up nobody behind it. Whoever decides
    /// about a person reads with <see cref="ListAsync"/>, which lets nothing be passed over.
    /// </summary>
    async ValueTask<RowPage> SweepAsync(
        Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await ListAsync(table, column, value, afterOrdinal, limit, cancellationToken).ConfigureAwait(false);
        return new RowPage(rows, [], rows.Count == 0 ? afterOrdinal : rows[^1].Ordinal, rows.Count < limit);
    }

    /// <summary>All rows of a table in order of first insertion.</summary>
    ValueTask<IReadOnlyList<Row>> ListAllAsync(
        Table table, long afterOrdinal, int limit, CancellationToken cancellationToken = default);
}
