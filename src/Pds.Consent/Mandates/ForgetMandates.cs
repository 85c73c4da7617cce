using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// A resident's mandates go with her: those by which others acted for her, and those by which she acted for others, which is entered in their
/// histories. May be cut off anywhere and run again.
/// </summary>
public sealed class ForgetMandates(Recorder recorder)
{
    private const int PageRows = 100;
    private const string Gone = "gone";
    private readonly EndMandate end = new(recorder);

    /// <summary>Removes them.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; run it again.</exception>
    public async ValueTask RunAsync(ResidentId resident, CancellationToken cancellationToken = default)
    {
        while (await MandateRow.OfActorAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false) is { Count: > 0 } some)
        {
            foreach (var mandate in some)
            {
                // Refused when it had ended before, or the other resident is being erased too: then nobody needs to be told.
                await end.RunForCityAsync(mandate.Id, Gone, _ => [], cancellationToken).ConfigureAwait(false);
            }

            await RemoveAsync([.. some.Select(one => MandateRow.Key(one.Id))], cancellationToken).ConfigureAwait(false);
        }

        await RemoveAsync(Table.Mandates, resident, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.MandateLooks, resident, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.MandateCodes, resident, cancellationToken).ConfigureAwait(false);
        await RemoveAsync([RegisterRow.Key(resident)], cancellationToken).ConfigureAwait(false);
    }

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
