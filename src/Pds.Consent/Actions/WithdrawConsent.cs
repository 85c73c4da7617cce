using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident takes a consent back for good (FEATURES C4). Stopping is easy: the device's call proof is evidence enough, a stale etag is
/// read again, and a repeat answers as the first time. From the first line to the known end the consent is latched as denied on this node;
/// when the end stays unknown, or cannot be recorded now, it stays latched (I-06).
/// </summary>
public sealed class WithdrawConsent(Recorder recorder, ActReceipts receipts, WithdrawalLatch latch)
{
    // Each try loses only against another move of the same grant; three in a row are already unlikely.
    private const int MaxTries = 8;

    /// <summary>
    /// Latches the consent before the caller is asked anything that may fail; null when it is not the resident's, for only the owner may
    /// latch, or anybody could stop anybody's consent.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">Whose consent it is cannot be read now.</exception>
    public async ValueTask<WithdrawalHold?> HoldAsync(ResidentId resident, GrantId grant, CancellationToken cancellationToken = default) =>
        await FindAsync(resident, grant, cancellationToken).ConfigureAwait(false) is null ? null : new WithdrawalHold(latch, grant);

    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH (only when a version was named) or CONCURRENT_CHANGE.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; the consent stays denied on this node. Try again.</exception>
    public async ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (await FindAsync(act.Resident, act.Grant, cancellationToken).ConfigureAwait(false) is not { } grant)
        {
            return RefusalReason.NotFound;
        }

        if (act.RowVersion is { } read && read != grant.RowVersion)
        {
            return RefusalReason.EtagMismatch;
        }

        // When the store fails or the caller goes, the command may yet become durable, so the hold is left until somebody knows.
        using var hold = new WithdrawalHold(latch, grant.Id);
        var outcome = await RecordAsync(grant, act, cancellationToken).ConfigureAwait(false);

        // The end is known. If power fails here the latch is gone and the durable state rules.
        if (outcome is Outcome<ConsentAct>.Done)
        {
            hold.Settle();
        }
        else
        {
            hold.Release();
        }

        return outcome;
    }

    // A consent of somebody else and one that never was look alike.
    private async ValueTask<Grant?> FindAsync(ResidentId resident, GrantId id, CancellationToken cancellationToken) =>
        await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } grant && grant.Resident == resident
            ? grant
            : null;

    private async ValueTask<Outcome<ConsentAct>> RecordAsync(Grant grant, ResidentAct act, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            if (grant.State == GrantState.Withdrawn)
            {
                return await AgainAsync(grant, cancellationToken).ConfigureAwait(false);
            }

            var now = Instant.Truncate(recorder.Clock.GetUtcNow());
            if (!GrantMoves.TryMove(grant, GrantMove.Withdraw, now, out var moved))
            {
                return RefusalReason.MoveNotAllowed;
            }

            var entry = GrantMoves.Following(recorder, grant, new ConsentWithdrawn(now, grant.Id, grant.Recipient, act.ActedBy) { Acting = act.Acting });
            var recording = await recorder.RecordAsync(
                GrantMoves.Command(grant, moved, entry, act.Alongside), cancellationToken).ConfigureAwait(false);

            // If power fails before RecordAsync returned, the withdrawal is durable or it never was; the caller was told
            // nothing and repeats. Once it returned, share, capsule and state are gone in one transaction.
            if (recording is Recording.Done done)
            {
                return Done(moved with { RowVersion = grant.RowVersion + 1 }, done.Entries[0], now);
            }

            if (recording is Recording.Conflict conflict && conflict.Key != GrantRow.Key(grant.Id))
            {
                return RefusalReason.ConcurrentChange;
            }

            grant = (await GrantRow.FindAsync(recorder.Rows, grant.Id, cancellationToken).ConfigureAwait(false))!;
        }

        return RefusalReason.ConcurrentChange;
    }

    // Withdrawing what is withdrawn answers as the first time.
    private async ValueTask<Outcome<ConsentAct>> AgainAsync(Grant grant, CancellationToken cancellationToken)
    {
        var entry = await receipts.FindEntryAsync<ConsentWithdrawn>(grant, e => e.Grant, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("A withdrawn grant has no entry of its withdrawal.");
        return Done(grant, entry, grant.ChangedAt);
    }

    private ConsentAct Done(Grant grant, RecordedEntry entry, DateTimeOffset at) =>
        new(grant, entry, receipts.Of(ActKind.Withdraw, grant.Id, entry, at));
}
