using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Ends a mandate at once: either of the two, or the city for a death or a court. Stopping is easy: no evidence, no etag, no reason of theirs.
/// </summary>
public sealed class EndMandate(Recorder recorder)
{
    /// <summary>One of the two ends it. Refuses with NOT_FOUND (another's too), MOVE_NOT_ALLOWED (ended before) or CONCURRENT_CHANGE.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Mandate>> RunAsync(
        ResidentId who, MandateId id, Func<Mandate, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken = default) =>
        await MandateRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } mandate && (mandate.Resident == who || mandate.Actor == who)
            ? await EndAsync(mandate, mandate.Resident == who ? "resident" : "representative", null, alongside, cancellationToken).ConfigureAwait(false)
            : RefusalReason.NotFound;

    /// <summary>The city ends it, with its ground. The same refusals.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Mandate>> RunForCityAsync(
        MandateId id, string ground, Func<Mandate, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken = default) =>
        await MandateRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } mandate
            ? await EndAsync(mandate, "city", ground, alongside, cancellationToken).ConfigureAwait(false)
            : RefusalReason.NotFound;

    private async ValueTask<Outcome<Mandate>> EndAsync(
        Mandate mandate, string by, string? ground, Func<Mandate, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alongside);
        if (mandate.State == MandateState.Ended)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var ended = mandate with { State = MandateState.Ended };
        var made = ended with { RowVersion = mandate.RowVersion + 1 };
        var entry = new MandateEnded(Instant.Truncate(recorder.Clock.GetUtcNow()), mandate.Id, by, ground);
        var recording = await recorder.RecordAsync(
            new Command(
                [ResidentRow.Stands(mandate.Resident), MandateRow.Put(ended), .. alongside(made)],
                [new EntryDraft(ChainId.Resident(mandate.Resident), entry)]),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line it may still stand; whoever ended it was not told otherwise.
        return recording is Recording.Done ? made : RefusalReason.ConcurrentChange;
    }
}
