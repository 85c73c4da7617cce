using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The resident stops a consent for now; the recorder withholds its share until it is resumed (FEATURES C3).</summary>
public sealed class PauseConsent(Recorder recorder, ActReceipts receipts)
{
    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        // A grant of somebody else and one that never was look alike.
        var grant = await GrantRow.FindAsync(recorder.Rows, act.Grant, cancellationToken).ConfigureAwait(false);
        if (grant?.Resident != act.Resident)
        {
            return RefusalReason.NotFound;
        }

        if (act.RowVersion is { } read && read != grant.RowVersion)
        {
            return RefusalReason.EtagMismatch;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (!GrantMoves.TryMove(grant, GrantMove.Pause, now, out var moved))
        {
            return RefusalReason.MoveNotAllowed;
        }

        var entry = new ConsentPaused(now, grant.Id, grant.Recipient, act.ActedBy);
        var recording = await recorder.RecordAsync(
            GrantMoves.Command(grant, moved, entry, act.Alongside), cancellationToken).ConfigureAwait(false);

        // If power failed before this line the act did not happen or is durable; its receipt is made from the entry either way.
        return recording switch
        {
            Recording.Done done => new ConsentAct(
                moved with { RowVersion = grant.RowVersion + 1 },
                done.Entries[0],
                receipts.Of(ActKind.Pause, grant.Id, done.Entries[0], now)),
            Recording.Conflict conflict => GrantMoves.ReasonOf(conflict, GrantRow.Key(grant.Id)),
            _ => throw new InvalidOperationException("A recording is done or in conflict."),
        };
    }
}
