using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Ends grants that end without their resident: by time, or because what they stood on was invalidated. Each grant is one command, many are
/// under way at once so that the recorder commits them together, and a grant that somebody else moved first is looked at again. A row changed
/// at rest is told and passed over, so that one of them holds up nobody behind it.
/// </summary>
internal sealed class EndGrants(Recorder recorder, Action<InvalidDataException>? damaged)
{
    private const int AtOnce = 64;
    private const int MaxTries = 8;

    /// <summary>Ends each of a page of watched grants that <paramref name="isDue"/> still says so about; answers how many ended.</summary>
    internal async ValueTask<int> RunAsync(
        RowPage watches,
        GrantMove move,
        Func<Grant, DateTimeOffset, bool> isDue,
        Func<Grant, DateTimeOffset, LedgerEntry> entryOf,
        CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var some in watches.Rows.Chunk(AtOnce))
        {
            var ends = await Task.WhenAll(some.Select(watch => TryEndAsync(watch, move, isDue, entryOf, cancellationToken))).ConfigureAwait(false);
            ended += ends.Count(end => end);
        }

        foreach (var changed in watches.Damaged)
        {
            damaged?.Invoke(changed);
        }

        return ended;
    }

    private async Task<bool> TryEndAsync(
        Row watch,
        GrantMove move,
        Func<Grant, DateTimeOffset, bool> isDue,
        Func<Grant, DateTimeOffset, LedgerEntry> entryOf,
        CancellationToken cancellationToken)
    {
        try
        {
            return await EndAsync(GrantWatchRow.GrantOf(watch), move, isDue, entryOf, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException changed)
        {
            damaged?.Invoke(changed);
            return false;
        }
    }

    private async Task<bool> EndAsync(
        GrantId id,
        GrantMove move,
        Func<Grant, DateTimeOffset, bool> isDue,
        Func<Grant, DateTimeOffset, LedgerEntry> entryOf,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var now = Instant.Truncate(recorder.Clock.GetUtcNow());
            if (await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } grant
                || !isDue(grant, now)
                || !GrantMoves.TryMove(grant, move, now, out var moved))
            {
                return false;
            }

            var command = GrantMoves.Command(grant, moved, GrantMoves.Following(recorder, grant, entryOf(grant, now)), []);

            // If power fails here the grant has ended with its keys, or stands as before and the next sweep finds its watch.
            if (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is Recording.Done)
            {
                return true;
            }
        }

        return false;
    }
}
