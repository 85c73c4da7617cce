using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The one step in which a resident moves a consent of their own: whose it is, whether they saw it as it stands, whether the table has the move,
/// one command, and the receipt. Withdrawing is no such step: it latches first and a stale read does not stop it.
/// </summary>
internal sealed class ResidentMove(Recorder recorder, ActReceipts receipts)
{
    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <param name="act">Who, and which consent.</param>
    /// <param name="move">The move.</param>
    /// <param name="kind">The kind of its receipt.</param>
    /// <param name="entryOf">What is entered of the grant as it was, at that time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    internal async ValueTask<Outcome<ConsentAct>> RunAsync(
        ResidentAct act, GrantMove move, ActKind kind, Func<Grant, DateTimeOffset, LedgerEntry> entryOf, CancellationToken cancellationToken)
    {
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
        if (!GrantMoves.TryMove(grant, move, now, out var moved))
        {
            return RefusalReason.MoveNotAllowed;
        }

        var recording = await recorder.RecordAsync(
            GrantMoves.Command(grant, moved, GrantMoves.Following(recorder, grant, entryOf(grant, now)), act.Alongside), cancellationToken).ConfigureAwait(false);

        // If power failed before this line the act did not happen or is durable; its receipt is made from the entry either way.
        return recording switch
        {
            Recording.Done done => new ConsentAct(
                moved with { RowVersion = grant.RowVersion + 1 }, done.Entries[0], receipts.Of(kind, grant.Id, done.Entries[0], now)),
            Recording.Conflict conflict => GrantMoves.ReasonOf(conflict, GrantRow.Key(grant.Id)),
            _ => throw new InvalidOperationException("A recording is done or in conflict."),
        };
    }
}
