using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Lawful;

/// <summary>A review board confirms a proposed lawful reading: only now it is entered, in the resident's own chain, and the proposal is used up.</summary>
internal sealed class ConfirmLawfulReading(Recorder recorder)
{
    /// <summary>
    /// Confirms it. NOT_FOUND when there is no such proposal (any more) or its resident has no vault here; MOVE_NOT_ALLOWED when the proposer would
    /// confirm itself, or its time to hide is over; CONCURRENT_CHANGE.
    /// </summary>
    public async ValueTask<Outcome<ProposedReading>> RunAsync(
        LawfulReadingId id, OrganizationId board, Alongside<ProposedReading>? alongside, CancellationToken cancellationToken)
    {
        if (await LawfulReadingRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } reading
            || !await ResidentRow.IsThereAsync(recorder.Rows, reading.Resident, cancellationToken).ConfigureAwait(false))
        {
            return RefusalReason.NotFound;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var entry = new LawfulReading(
            now, id, reading.LegalBasis, reading.Authority, reading.Recipient, reading.HiddenUntil, reading.ProposedBy, board);
        if (!entry.IsWithinBounds)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var command = new Command(
            [
                new Change.Delete(LawfulReadingRow.Key(id), reading.RowVersion),
                ResidentRow.Stands(reading.Resident),
                .. alongside?.Invoke(reading) ?? [],
            ],
            [new EntryDraft(ChainId.Resident(reading.Resident), entry)]);

        // If the power fails before this line returns, the proposal still waits, or the entry is there and the proposal is gone.
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(reading, RefusalReason.ConcurrentChange);
    }
}
