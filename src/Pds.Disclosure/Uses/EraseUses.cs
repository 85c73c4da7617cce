using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Removes what is kept of uses under an erased resident's consents, for their recipients' lists and for recovery. The entries that told of them
/// can be opened by nobody any more, so an intent still open is not entered as stopped: there is no chain to enter it in.
/// </summary>
public sealed class EraseUses(Recorder recorder)
{
    private const int RowsAtOnce = 100;

    /// <summary>The uses of one ended consent.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; run it again.</exception>
    public async ValueTask RunAsync(GrantId grant, CancellationToken cancellationToken)
    {
        while (await recorder.Rows.ListAsync(
            Table.Intents, LinkColumn.Parent, grant.ToString(), 0, RowsAtOnce, cancellationToken) is { Count: > 0 } page)
        {
            await RemoveAsync(page, cancellationToken);
        }
    }

    /// <summary>The intents of a resident that were never closed.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; run it again.</exception>
    public async ValueTask RunAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        long after = 0;
        for (var more = true; more;)
        {
            var page = await recorder.Rows.SweepAsync(Table.Intents, LinkColumn.Parent, IntentRow.OpenLink, after, RowsAtOnce, cancellationToken);
            await RemoveAsync([.. page.Rows.Where(row => IntentRow.FromBytes(row.Body).ResidentId == resident)], cancellationToken);
            (more, after) = (!page.IsLast, page.LastOrdinal);
        }
    }

    private async ValueTask RemoveAsync(IReadOnlyList<Row> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            await recorder.RecordAsync(new Command([.. rows.Select(row => new Change.Delete(row.Key))], []), cancellationToken);
        }
    }
}
