namespace Pds.Ledger;

/// <summary>
/// One command on its way. Queued → claimed → finished, each step taken once: a command that timed out while queued is never written, and
/// one that was claimed answers "outcome unknown" when its caller cannot wait longer.
/// </summary>
internal sealed class WorkItem(PreparedCommand command, long bornAt)
{
    private const int Queued = 0;
    private const int Claimed = 1;
    private const int Finished = 2;

    private readonly TaskCompletionSource<Written> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state;

    internal PreparedCommand Command { get; } = command;

    /// <summary>Purge instead of a command: rows that expired before this hour.</summary>
    internal long? PurgeBeforeHour { get; init; }

    /// <summary>Erasure instead of a command: the chain whose keys are destroyed. It has its batch to itself.</summary>
    internal ChainId? EraseChain { get; init; }

    /// <summary>Dropping instead of a command: the mark of an erased chain whose sealed entries go, and the blinded name of the chain.</summary>
    internal (RowKey Mark, byte[] Blind)? DropEvents { get; init; }

    /// <summary>Timestamp of the time provider.</summary>
    internal long BornAt { get; } = bornAt;

    internal Task<Written> Answer => answer.Task;

    /// <summary>The writer takes it; false when it was given up before.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref state, Claimed, Queued) == Queued;

    /// <summary>Gives it up before the writer took it; it leaves no trace.</summary>
    internal bool TryGiveUp(Exception reason)
    {
        if (Interlocked.CompareExchange(ref state, Finished, Queued) != Queued)
        {
            return false;
        }

        answer.TrySetException(reason);
        return true;
    }

    internal void Finish(Written written)
    {
        Volatile.Write(ref state, Finished);
        answer.TrySetResult(written);
    }

    internal void Fail(Exception reason) => answer.TrySetException(reason);
}
