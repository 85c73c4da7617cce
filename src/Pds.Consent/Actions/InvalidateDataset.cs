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

        // From here to the last consent the caller's patience does not count: what began to fall falls whole.
        var fallen = dataset with { State = DatasetState.Invalidated };
        var entry = new DatasetInvalidated(Instant.Truncate(recorder.Clock.GetUtcNow()), id.ToString(), input.ReasonJa, input.By) { Staff = input.Staff };
        var recording = await recorder.RecordAsync(
            new Command([.. input.Alongside, DatasetRow.Put(fallen)], [new EntryDraft(ChainId.Operator, entry)]),
            CancellationToken.None).ConfigureAwait(false);
        if (recording is Recording.Conflict conflict)
        {
            return GrantMoves.ReasonOf(conflict, DatasetRow.Key(id));
        }

        // If power fails here nothing new can be proposed, asked or given on this dataset; its purposes follow at the next start.
        var ended = await EndPurposesAsync(id, new InvalidationInput { ReasonJa = input.ReasonJa, By = input.By, Staff = input.Staff }, CancellationToken.None).ConfigureAwait(false);
        return new Invalidated<Dataset>(fallen with { RowVersion = dataset.RowVersion + 1 }, ended);
    }

    internal async ValueTask<int> EndPurposesAsync(DatasetVersion id, InvalidationInput why, CancellationToken cancellationToken)
    {
        var ended = 0;
        long after = 0;
        while (await PurposeRow.OfDatasetAsync(
            recorder.Rows, id, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var purpose in page.Where(p => p.State != PurposeState.Invalidated))
            {
                ended += await EndAsync(purpose.Id, why, cancellationToken).ConfigureAwait(false);
            }

            after = page[^1].Ordinal;
        }

        return ended;
    }

    // A purpose that was approved, narrowed or taken out by somebody else at this moment is looked at again. A version has few moves and the
    // dataset allows none that approves it, so that this ends.
    private async ValueTask<int> EndAsync(PurposeVersion id, InvalidationInput why, CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await invalidatePurpose.RunAsync(id, why, cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case Outcome<Invalidated<Purpose>>.Done { Value.GrantsEnded: var grants }:
                    return grants;
                case Outcome<Invalidated<Purpose>>.Refused { Reason: RefusalReason.EtagMismatch or RefusalReason.ConcurrentChange }:
                    continue;
                case Outcome<Invalidated<Purpose>>.Refused { Reason: RefusalReason.MoveNotAllowed }:
                    return 0;
                default:
                    throw new InvalidOperationException("A purpose of a fallen dataset could not be taken out of use.");
            }
        }
    }
}
