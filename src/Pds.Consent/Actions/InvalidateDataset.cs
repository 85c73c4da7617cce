using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Takes a dataset version out of use, and with it every purpose on it and every consent on those (FEATURES C8). The dataset falls first;
/// <see cref="GateFacts.Purpose"/> of its purposes falls right after, then the consents.
/// </summary>
public sealed class InvalidateDataset(Recorder recorder)
{
    private readonly InvalidatePurpose invalidatePurpose = new(recorder);

    /// <summary>
    /// Does it. Refuses with NOT_FOUND, ETAG_MISMATCH, MOVE_NOT_ALLOWED (invalid already), INVALID_ARGUMENT or CONCURRENT_CHANGE. That the
    /// caller may is checked before.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Invalidated<Dataset>>> RunAsync(
        DatasetVersion id, InvalidationInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var dataset = await DatasetRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (dataset is null)
        {
            return RefusalReason.NotFound;
        }

        if (input.Fault(dataset.RowVersion) is { } fault)
        {
            return fault;
        }

        if (dataset.State == DatasetState.Invalidated)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var fallen = dataset with { State = DatasetState.Invalidated };
        var entry = new DatasetInvalidated(Instant.Truncate(recorder.Clock.GetUtcNow()), id.ToString(), input.ReasonJa);
        var recording = await recorder.RecordAsync(
            new Command([.. input.Alongside, DatasetRow.Put(fallen)], [new EntryDraft(ChainId.Operator, entry)]),
            cancellationToken).ConfigureAwait(false);
        if (recording is Recording.Conflict conflict)
        {
            return GrantMoves.ReasonOf(conflict, DatasetRow.Key(id));
        }

        // If power fails here nothing new can be proposed, asked or given on this dataset; its purposes follow at the next start.
        var ended = await EndPurposesAsync(id, input.ReasonJa, cancellationToken).ConfigureAwait(false);
        return new Invalidated<Dataset>(fallen with { RowVersion = dataset.RowVersion + 1 }, ended);
    }

    internal async ValueTask<int> EndPurposesAsync(DatasetVersion id, string reasonJa, CancellationToken cancellationToken)
    {
        var ended = 0;
        long after = 0;
        while (await PurposeRow.OfDatasetAsync(
            recorder.Rows, id, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var purpose in page.Where(p => p.State != PurposeState.Invalidated))
            {
                var outcome = await invalidatePurpose.RunAsync(
                    purpose.Id, new InvalidationInput { ReasonJa = reasonJa }, cancellationToken).ConfigureAwait(false);
                ended += outcome is Outcome<Invalidated<Purpose>>.Done { Value.GrantsEnded: var grants } ? grants : 0;
            }

            after = page[^1].Ordinal;
        }

        return ended;
    }
}
