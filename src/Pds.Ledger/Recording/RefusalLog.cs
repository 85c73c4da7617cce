using System.Runtime.ExceptionServices;

namespace Pds.Ledger;

/// <summary>
/// Enters refusals without letting a caller fill the ledger: for each grant, caller and reason one entry at once, then one an hour with a
/// count (DESIGN section 5). Refusals of one kind that came together are told at once, by <c>times</c>. Counts not yet entered live in
/// memory and are entered when it is disposed; a crash loses at most an hour of repetitions and never the first refusal.
/// </summary>
/// <param name="recorder">Where the entries go, and whose clock counts the hours: a wall clock set back would date a refusal before what it refused.</param>
public sealed class RefusalLog(Recorder recorder) : IAsyncDisposable
{
    /// <summary>The most series of refusals remembered; beyond it the oldest is entered and forgotten.</summary>
    public const int MaxSeries = 10_000;

    /// <summary>The least time between two entries of one series.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private const int EnteredAtOnce = 64;

    // Grants are refused data and nothing else.
    private const string LateMethod = "RequestData";

    private readonly TimeProvider time = recorder.Clock;
    private readonly Lock gate = new();
    private readonly Dictionary<Series, Tally> tallies = [];

    /// <summary>
    /// A refused call on a known grant; goes to the resident's chain. What it hung on makes no series of its own, or a caller could fill the ledger by
    /// asking for another field each time: the entry tells that of the last call it counts.
    /// </summary>
    /// <returns>The entry, or null when it only raised a count.</returns>
    /// <exception cref="LedgerUnavailableException">The entry could not be recorded; the count was kept.</exception>
    public ValueTask<RecordedEntry?> RefuseAsync(
        ChainId chain, GrantId grant, OrganizationId recipient, int rule, string reason, long times = 1, RefusedOver? over = null,
        CancellationToken cancellationToken = default) =>
        RefuseAsync(new Series(chain, grant, recipient, rule, null, reason), times, over, cancellationToken);

    /// <summary>A call refused before a grant was known to be the caller's; goes to the operator's chain.</summary>
    /// <returns>The entry, or null when it only raised a count.</returns>
    /// <exception cref="LedgerUnavailableException">The entry could not be recorded; the count was kept.</exception>
    public ValueTask<RecordedEntry?> RefuseCallAsync(
        OrganizationId? caller, string method, string reason, long times = 1, CancellationToken cancellationToken = default) =>
        RefuseAsync(new Series(ChainId.Operator, null, caller, 0, method, reason), times, null, cancellationToken);

    /// <summary>
    /// A refused call on a grant whose resident has no chain any more; goes to the operator's chain. One series a grant, as on a resident's
    /// chain: were they counted together, the time of the answer would tell an erased resident from one who withdrew (I-17).
    /// </summary>
    /// <returns>The entry, or null when it only raised a count.</returns>
    /// <exception cref="LedgerUnavailableException">The entry could not be recorded; the count was kept.</exception>
    public ValueTask<RecordedEntry?> RefuseErasedAsync(
        GrantId grant, OrganizationId caller, string method, string reason, long times = 1, CancellationToken cancellationToken = default) =>
        RefuseAsync(new Series(ChainId.Operator, null, caller, 0, method, reason, grant), times, null, cancellationToken);

    /// <summary>Enters the counts that are an hour old, or at shutdown <paramref name="all"/> of them, and forgets quiet series.</summary>
    /// <exception cref="LedgerUnavailableException">A count could not be entered and was kept, as were those not tried.</exception>
    /// <exception cref="InvalidDataException">A chain was changed at rest; its count is lost, the others were entered.</exception>
    public async ValueTask FlushAsync(bool all, CancellationToken cancellationToken = default)
    {
        InvalidDataException? damaged = null;
        while (TakeDue(all) is { Count: > 0 } due)
        {
            try
            {
                await Task.WhenAll(due.Select(one => EnterAsync(one.Series, one.Count, one.Over, cancellationToken).AsTask())).ConfigureAwait(false);
            }
            catch (InvalidDataException changed)
            {
                damaged = changed;
            }
        }

        if (damaged is not null)
        {
            ExceptionDispatchInfo.Throw(damaged);
        }
    }

    /// <summary>Enters every count that waits. What cannot be entered now is lost, as in a crash: closing goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await FlushAsync(all: true).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or InvalidDataException)
        {
            // The ledger's health, or its reader, says why.
        }
    }

    private async ValueTask<RecordedEntry?> RefuseAsync(Series series, long times, RefusedOver? over, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var (count, forgotten) = Count(series, times, over);
        if (forgotten is (var old, var left and > 0, var oldOver))
        {
            await EnterAsync(old, left, oldOver, cancellationToken).ConfigureAwait(false);
        }

        return count == 0 ? null : await EnterAsync(series, count, over, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds to a series. The count to enter now is 0 while the hour of the last entry runs.</summary>
    private (long Count, (Series Series, long Count, RefusedOver? Over)? Forgotten) Count(Series series, long times, RefusedOver? over)
    {
        lock (gate)
        {
            if (tallies.TryGetValue(series, out var tally))
            {
                (tally.Waiting, tally.Over) = (tally.Waiting + times, over);
                return (time.GetUtcNow() - tally.EnteredAt >= Interval ? tally.TakeAt(time.GetUtcNow()) : 0, null);
            }

            (Series, long, RefusedOver?)? forgotten = tallies.Count >= MaxSeries ? ForgetOldest() : null;
            tallies.Add(series, new Tally(time.GetUtcNow()) { Over = over });
            return (times, forgotten);
        }
    }

    private (Series Series, long Count, RefusedOver? Over) ForgetOldest()
    {
        var (series, tally) = tallies.MinBy(pair => pair.Value.EnteredAt);
        tallies.Remove(series);
        return (series, tally.Waiting, tally.Over);
    }

    private List<(Series Series, long Count, RefusedOver? Over)> TakeDue(bool all)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var due = tallies.Where(pair => all || now - pair.Value.EnteredAt >= Interval).ToList();
            foreach (var (series, _) in due.Where(pair => pair.Value.Waiting == 0))
            {
                tallies.Remove(series);
            }

            return [.. due.Where(pair => pair.Value.Waiting > 0).Take(EnteredAtOnce).Select(pair => (pair.Key, pair.Value.TakeAt(now), pair.Value.Over))];
        }
    }

    private async ValueTask<RecordedEntry?> EnterAsync(Series series, long count, RefusedOver? over, CancellationToken cancellationToken)
    {
        try
        {
            var recording = await recorder.RecordAsync(Command.Of(series.Chain, series.ToEntry(time.GetUtcNow(), count, over)), cancellationToken).ConfigureAwait(false);
            if (recording is not Recording.Done)
            {
                // Its chain was erased while the count waited: the operator's keeps it, as for every refusal since.
                var late = new CallRefused(time.GetUtcNow(), series.Caller, series.Method ?? LateMethod, series.Reason, count);
                recording = await recorder.RecordAsync(Command.Of(ChainId.Operator, late), cancellationToken).ConfigureAwait(false);
            }

            return recording is Recording.Done done ? done.Entries[0] : null;
        }
        catch (Exception e) when (e is LedgerUnavailableException or OperationCanceledException)
        {
            GiveBack(series, count);
            throw;
        }
    }

    private void GiveBack(Series series, long count)
    {
        lock (gate)
        {
            if (tallies.TryGetValue(series, out var tally))
            {
                tally.Waiting += count;
                tally.EnteredAt = DateTimeOffset.MinValue; // Due at once: the next refusal enters them all.
            }
        }
    }

    private sealed record Series(ChainId Chain, GrantId? Grant, OrganizationId? Caller, int Rule, string? Method, string Reason, GrantId? Erased = null)
    {
        internal LedgerEntry ToEntry(DateTimeOffset at, long count, RefusedOver? over) => Grant is GrantId grant
            ? new DisclosureRefused(at, grant, Caller!.Value, Rule, Reason, count) { Over = over is { IsEmpty: false } ? over : null }
            : new CallRefused(at, Caller, Method!, Reason, count);

        public override string ToString() => Reason;
    }

    private sealed class Tally(DateTimeOffset enteredAt)
    {
        internal DateTimeOffset EnteredAt { get; set; } = enteredAt;

        internal long Waiting { get; set; }

        // Of the last call counted; what is entered tells it.
        internal RefusedOver? Over { get; set; }

        internal long TakeAt(DateTimeOffset now)
        {
            (var count, Waiting, EnteredAt) = (Waiting, 0, now);
            return count;
        }
    }
}
