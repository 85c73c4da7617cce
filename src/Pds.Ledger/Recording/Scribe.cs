using System.Diagnostics;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The single writer: one thread that takes batches from the queue, makes each durable in one transaction, has it signed, and answers.
/// It alone holds the store's writer, the tree and the log's state. After any fault it drops its connection and starts again from what
/// the store says, so recovery runs the code of every start.
/// </summary>
internal sealed class Scribe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly RecorderOptions options;
    private readonly ILedgerStore store;
    private readonly CommandQueue queue;
    private readonly BatchWriter batches;
    private readonly LogSigner signer;
    private readonly LedgerClock clock;
    private readonly StoredLog log;
    private readonly SecretBytes memoKey;
    private readonly Action published;
    private readonly Func<long> directorySize;
    private ILedgerWriter? writer;
    private LogState state;
    private LogMemo memo;
    private volatile LogTree tree;
    private volatile Checkpoint latest;
    private volatile Exception? fault;
    private volatile bool fenced;

    internal Scribe(
        RecorderOptions options,
        ILedgerStore store,
        CommandQueue queue,
        BatchWriter batches,
        LogSigner signer,
        LedgerClock clock,
        SecretBytes memoKey,
        OpenedLog opened,
        Action published,
        Func<long> directorySize)
    {
        (this.options, this.store, this.queue, this.batches, this.signer, this.clock) = (options, store, queue, batches, signer, clock);
        (this.memoKey, this.published, this.directorySize, log) = (memoKey, published, directorySize, opened.Log);
        (writer, state, tree, memo) = (opened.Writer, opened.State, opened.Tree, opened.Memo);
        latest = signer.Sign(state.Size, state.Root);
    }

    /// <summary>The tree; safe to prove from any thread.</summary>
    internal LogTree Tree => tree;

    /// <summary>The newest signed checkpoint.</summary>
    internal Checkpoint Latest => latest;

    /// <summary>Entries that are durable.</summary>
    internal long Sequenced => Volatile.Read(ref state).Size;

    /// <summary>Why the store cannot be written just now, or null.</summary>
    internal Exception? Fault => fault;

    /// <summary>True when the ledger must not be extended any more by this process: a person decides.</summary>
    internal bool IsFenced => fenced;

    /// <summary>The loop; returns when the queue is closed and drained.</summary>
    internal void Run()
    {
        while (queue.Take(Patience) is IReadOnlyList<WorkItem> items)
        {
            try
            {
                if (fenced || (writer is null && !TryRecover()))
                {
                    FailAll(items, new LedgerUnavailableException("The ledger's store cannot be written just now.", inner: fault));
                }
                else if (items.Count > 0)
                {
                    WriteAndAnswer(items);
                }
                else
                {
                    writer!.Tidy(idle: true);
                }
            }
            catch (Exception caught)
            {
                // Whatever went wrong, nothing was acknowledged. COMMIT may have reached the disk, so callers are told they cannot know.
                Drop(caught);
                FailAll(items, new LedgerUnavailableException("The ledger's store failed while writing.", outcomeUnknown: true, caught));
            }
            finally
            {
                queue.Landed();
            }
        }
    }

    /// <summary>Stops extending for good: a person decides. A batch that is being written now is the last one.</summary>
    internal void Fence(LedgerRefusedException reason) => (fault, fenced) = (reason, true);

    public void Dispose()
    {
        writer?.Dispose();
        memoKey.Dispose();
    }

    private void WriteAndAnswer(IReadOnlyList<WorkItem> items)
    {
        writer!.Begin();
        var batch = batches.Write(writer, state.Size, items);
        if (!batch.Writes)
        {
            writer.Rollback();
            Answer(batch, null);
            return;
        }

        var append = batch.Commitments.Count == 0 ? null : tree.Prepare(batch.Commitments);
        var noted = Note(batch);
        var next = Advance(append, noted);

        // Power fails before COMMIT: no row, no entry, no new size; nobody was told anything. After it: rows, entries, tiles, size and
        // root are all there, and the next start signs the same root, so a checkpoint can never be ahead of the store.
        var tookTooLong = Commit();

        // Power fails here: the entries are sequenced and integrated, not yet published; nobody was told. The next start publishes them.
        if (append is not null)
        {
            tree.Accept(append);
        }

        Volatile.Write(ref state, next);
        memo = noted;
        if (append is not null)
        {
            latest = signer.Sign(next.Size, next.Root);
        }

        // From here on the answers may leave: what they prove is on the disk.
        Answer(batch, append is null ? null : latest);
        published();
        writer.Tidy(idle: false);
        if (tookTooLong)
        {
            Drop(TooSlow());
        }
    }

    /// <summary>The note of the batch: also of one without entries, so that a ledger that only counts keeps its time.</summary>
    private LogMemo Note(Batch batch)
    {
        var places = memo.Places.ToArray();
        PlaceDigest.Add(places, batch.Places);
        return new LogMemo(
            clock.GetUtcNow(), signer.Verifier.KeyId, Math.Max(memo.Published, directorySize()), clock.IsLeapUnconfirmed, places);
    }

    /// <summary>Stores the new size, root and note in the same transaction, unless another writer was here.</summary>
    private LogState Advance(PendingAppend? append, LogMemo noted)
    {
        var next = state with { Size = append?.Size ?? state.Size, Root = append?.Root ?? state.Root };
        next = next with { Memo = noted.Close(memoKey, options.Origin, next.Size, next.Root) };
        foreach (var tile in append?.FullTiles ?? [])
        {
            writer!.AppendTile(tile);
        }

        if (!writer!.TryAdvance(state, next))
        {
            fenced = true;
            throw new LedgerRefusedException("Another recorder has taken this ledger over; this one stops.");
        }

        clock.Advance(noted.LastTime);
        return next;
    }

    private static void Answer(Batch batch, Checkpoint? checkpoint)
    {
        foreach (var (item, outcome) in batch.Outcomes)
        {
            item.Finish(outcome is Written.Kept kept && kept.Entries.Count > 0 ? kept with { Checkpoint = checkpoint } : outcome);
        }
    }

    private static void FailAll(IReadOnlyList<WorkItem> items, LedgerUnavailableException reason)
    {
        foreach (var item in items)
        {
            item.Fail(reason);
        }
    }

    private void Drop(Exception cause)
    {
        fault = cause;
        batches.Forget();
        writer?.Dispose();
        writer = null;
    }

    /// <summary>Seals the memo afresh and commits it, synced: the first write after a fault is ours and not some caller's.</summary>
    private void ProveWritable()
    {
        writer!.Begin();
        var next = Advance(null, memo);

        // Power fails before or after COMMIT: size and root are the same, and the memo says the same under another nonce.
        var tookTooLong = Commit();
        Volatile.Write(ref state, next);
        if (tookTooLong)
        {
            throw TooSlow();
        }
    }

    /// <summary>True when it took longer than callers wait: such a disk serves nobody, whether or not somebody happens to be waiting.</summary>
    private bool Commit()
    {
        var begun = Stopwatch.GetTimestamp();
        writer!.Commit();
        return Stopwatch.GetElapsedTime(begun) >= options.RecordTimeout;
    }

    private static TimeoutException TooSlow() => new("The ledger's store took longer for a commit than callers wait.");

    /// <summary>
    /// Opens the store again and goes on from what it says: either the batch that failed is there, whole, or it is not. A store that came
    /// back with less than was signed, or under another recorder's fence, is never extended. Service is told only after a commit of its own
    /// reached the disk in time: a transaction that is rolled back writes and syncs nothing, and proves nothing of a disk that refuses to.
    /// </summary>
    private bool TryRecover()
    {
        if (fenced)
        {
            return false;
        }

        try
        {
            var found = store.ReadState() ?? throw new LedgerRefusedException("The store lost the state of its log.");
            fenced = found.Fence != state.Fence || found.Size < latest.Size;
            if (fenced)
            {
                throw new LedgerRefusedException("The store was replaced or taken over while this process ran; it is not extended any more.");
            }

            writer = store.OpenWriter();
            tree = log.ReopenAsync(found, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            memo = LogMemo.Open(memoKey, options.Origin, found);
            Volatile.Write(ref state, found);
            latest = signer.Sign(found.Size, found.Root);
            ProveWritable();
            fault = null;
            return true;
        }
        catch (Exception caught)
        {
            Drop(caught);
            return false;
        }
    }
}
