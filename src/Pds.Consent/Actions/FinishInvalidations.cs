using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Finishes at start what a crash interrupted: purposes of invalidated datasets, and consents of invalidated purposes. Runs the same code
/// as the acts themselves; with nothing left to do it only reads the catalogue.
/// </summary>
/// <param name="recorder">Where the catalogue and the consents are.</param>
/// <param name="damaged">Told of each consent's row that could not be read, for the operator's log; the others end.</param>
public sealed class FinishInvalidations(Recorder recorder, Action<InvalidDataException>? damaged = null)
{
    private readonly InvalidateDataset datasets = new(recorder);
    private readonly DependentGrants dependents = new(recorder, damaged);

    /// <summary>Finishes.</summary>
    /// <returns>How many consents became INAPPLICABLE.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; run it again.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken = default)
    {
        var ended = 0;
        for (long after = 0; await DatasetRow.ListAsync(recorder.Rows, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page; after = page[^1].Ordinal)
        {
            foreach (var dataset in page.Where(d => d.State == DatasetState.Invalidated))
            {
                ended += await datasets.EndPurposesAsync(
                    dataset.Id, new InvalidationInput { ReasonJa = Texts.Refusals["why.dataset"] }, cancellationToken).ConfigureAwait(false);
            }
        }

        for (long after = 0; await PurposeRow.ListAsync(recorder.Rows, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page; after = page[^1].Ordinal)
        {
            foreach (var purpose in page.Where(p => p.State == PurposeState.Invalidated))
            {
                ended += await dependents.EndAsync(purpose, $"purpose {purpose.Id}", cancellationToken).ConfigureAwait(false);
            }
        }

        return ended;
    }
}
