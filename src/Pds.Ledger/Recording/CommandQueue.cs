namespace Pds.Ledger;

/// <summary>
/// Commands waiting for the writer, bounded. The writer takes everything that arrived during its last commit at once (group commit by
/// natural accumulation: no timer holds anybody back), and nobody waits longer than the timeout.
/// </summary>
internal sealed class CommandQueue(RecorderOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim arrived = new(false);
    private List<WorkItem> waiting = [];
    private IReadOnlyList<WorkItem> inFlight = [];
    private bool closed;
    private bool gaveUpWaiting;

    /// <summary>
    /// True when the batch being written has taken longer than the timeout, or commands were given up before the writer came back for them.
    /// </summary>
    internal bool IsStuck
    {
        get
        {
            lock (gate)
            {
                return gaveUpWaiting || inFlight.Any(IsOverdue);
            }
        }
    }

    internal WorkItem NewItem(PreparedCommand command) => new(command, time.GetTimestamp());

    internal WorkItem NewPurge(long beforeHour) => new(new PreparedCommand([], []), time.GetTimestamp()) { PurgeBeforeHour = beforeHour };

    internal WorkItem NewErasure(ChainId chain) => new(new PreparedCommand([], []), time.GetTimestamp()) { EraseChain = chain };

    internal WorkItem NewDrop(RowKey mark, byte[] blind) => new(new PreparedCommand([], []), time.GetTimestamp()) { DropEvents = (mark, blind) };

    /// <exception cref="LedgerUnavailableException">Too many wait already, or the recorder is closing.</exception>
    internal void Add(WorkItem item)
    {
        lock (gate)
        {
            if (closed || waiting.Count >= options.MaxQueuedCommands)
            {
                throw new LedgerUnavailableException(closed ? "The ledger is closing." : "Too many commands wait for the ledger.");
            }

            waiting.Add(item);
        }

        arrived.Set();
    }

    /// <summary>Waits for commands and takes at most a batch of them; empty after a while without any, null when closed and drained.</summary>
    internal IReadOnlyList<WorkItem>? Take(TimeSpan patience)
    {
        arrived.Wait(patience);
        lock (gate)
        {
            arrived.Reset();
            gaveUpWaiting = false;
            if (waiting.Count == 0)
            {
                return closed ? null : [];
            }

            var count = BatchSize();
            var batch = waiting.Take(count).Where(item => item.TryClaim()).ToList();
            waiting = waiting.Count == count ? [] : waiting[count..];
            if (waiting.Count > 0)
            {
                arrived.Set();
            }

            inFlight = batch;
            return batch;
        }
    }

    /// <summary>The batch taken last is answered.</summary>
    internal void Landed()
    {
        lock (gate)
        {
            inFlight = [];
        }
    }

    /// <summary>Answers everybody who has waited too long. Called a few times a second.</summary>
    internal void GiveUpOverdue()
    {
        lock (gate)
        {
            gaveUpWaiting |= waiting.RemoveAll(
                item => IsOverdue(item) && item.TryGiveUp(new LedgerUnavailableException("The ledger did not get to the command in time."))) > 0;
            foreach (var item in inFlight.Where(IsOverdue))
            {
                item.Fail(new LedgerUnavailableException("The ledger's store did not answer in time.", outcomeUnknown: true));
            }
        }
    }

    internal void Close()
    {
        lock (gate)
        {
            closed = true;
        }

        arrived.Set();
    }

    // An erasure works on what its chain has in the store, so what others append must be stored before it, and nothing may be beside it.
    private int BatchSize()
    {
        var count = Math.Min(waiting.Count, options.MaxBatchCommands);
        var erasure = waiting.FindIndex(0, count, item => item.EraseChain is not null);
        return erasure < 0 ? count : Math.Max(1, erasure);
    }

    private bool IsOverdue(WorkItem item) => time.GetElapsedTime(item.BornAt) >= options.RecordTimeout;
}
