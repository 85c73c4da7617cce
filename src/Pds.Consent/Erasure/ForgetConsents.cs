using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Removes what is kept about a resident's consents: grants, requests, documents, receipts. Only after her history is closed: until then they are the
/// evidence an auditor checks it by. Public statuses stay: they say INVALID under a number nobody can connect any more. May be cut off anywhere and
/// run again.
/// </summary>
public sealed class ForgetConsents(Recorder recorder)
{
    private const int PageRows = 60;

    /// <summary>Removes them, each consent after what <paramref name="alongside"/> removes of it.</summary>
    /// <param name="resident">Whose.</param>
    /// <param name="alongside">What others keep of a consent goes first: the consent is how it is found.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; run it again.</exception>
    public async ValueTask RunAsync(
        ResidentId resident, Func<GrantId, CancellationToken, ValueTask> alongside, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alongside);
        while (await GrantRow.OfResidentAsync(recorder.Rows, resident, 0, PageRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var grant in page)
            {
                await alongside(grant.Id, cancellationToken).ConfigureAwait(false);
            }

            await RemoveAsync([.. page.SelectMany(RowsOf)], cancellationToken).ConfigureAwait(false);
        }

        await RemoveAsync(Table.ConsentRequests, resident, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.ConsentDocuments, resident, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<RowKey> RowsOf(Grant grant) =>
        [DocumentRows.DraftKey(grant.Id), DocumentRows.DocumentKey(grant.Id), DocumentRows.ReceiptKey(grant.Id), GrantRow.Key(grant.Id)];

    private async ValueTask RemoveAsync(Table table, ResidentId resident, CancellationToken cancellationToken)
    {
        while (await recorder.Rows.ListAsync(table, LinkColumn.Parent, resident.ToString(), 0, PageRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            await RemoveAsync([.. page.Select(row => row.Key)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RemoveAsync(IReadOnlyList<RowKey> keys, CancellationToken cancellationToken) =>
        await recorder.RecordAsync(new Command([.. keys.Select(key => new Change.Delete(key))], []), cancellationToken).ConfigureAwait(false);
}
