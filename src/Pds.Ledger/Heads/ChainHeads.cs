namespace Pds.Ledger;

/// <summary>
/// The heads of all chains: enters their root once an epoch, and proves to the owner of a chain where it ended then. Works beside the writer:
/// it reads committed entries and hands the writer one small command an epoch, so no disclosure waits for it.
/// </summary>
public sealed class ChainHeads : IDisposable
{
    private readonly Recorder recorder;
    private readonly Work work;
    private readonly HeadsRoll roll;
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile Epoch? latest;

    internal ChainHeads(Recorder recorder, Work work, HeadsRoll roll) => (this.recorder, this.work, this.roll) = (recorder, work, roll);

    /// <summary>
    /// Enters the present epoch unless it is entered already; at most one entry an epoch, also across crashes and restarts. Epochs in which
    /// nothing could be entered are not made up afterwards: the next entry says how many there were.
    /// </summary>
    /// <returns>True when an entry was made.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now, or its clock stands before its last entry; try again.</exception>
    public async ValueTask<bool> EnterAsync(CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var last = work.Note();
            Restore(last?.Note, cancellationToken);
            var now = recorder.Clock.GetUtcNow();
            var epoch = HeadsPublished.EpochOf(now, work.Seconds);
            if (last?.Note.Epoch >= epoch || !await TryEnterAsync(now, epoch, last?.Note, last?.Version ?? 0, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            // The beat of the directory hides the second of somebody's act; this entry is nobody's, and its hour is known anyway.
            await work.PublishAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Where a chain ended in the latest epoch that is published, or that it had no entry then; null while no epoch is published, or while the
    /// tree of the last one cannot be made again (a chain was destroyed since, before a restart), which the next epoch mends.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be read just now.</exception>
    public async ValueTask<HeadEvidence?> ProveAsync(ChainId chain, CancellationToken cancellationToken = default)
    {
        if (latest is not { } epoch || epoch.Index >= work.PublishedSize() || LabelKeyOf(chain) is not { } labelKey)
        {
            return null;
        }

        var heads = await work.ProveAsync(epoch.Index, cancellationToken).ConfigureAwait(false);
        var proof = epoch.Tree.Prove(HeadLeaf.LabelOf(labelKey, recorder.Origin, epoch.Number));
        return heads is null ? null : new HeadEvidence(heads, proof, work.HeadOf(chain, epoch.Size));
    }

    /// <summary>
    /// The heads under the newest heads entry among the first leaves, in order of their labels: whoever has them recomputes its root. Empty
    /// without such an entry, and while its tree cannot be made again (a chain was destroyed since), which the next epoch mends.
    /// </summary>
    /// <param name="size">How many leaves; the entry is one of them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerUnavailableException">The store cannot be read just now.</exception>
    public async ValueTask<IReadOnlyList<ExportedHead>> ListAsync(long size, CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (work.HeadOf(ChainId.Heads, size) is not { } last || work.OpenAt(last.Seq) is not { Entry: HeadsPublished entry } opened)
            {
                return [];
            }

            if (latest is { } epoch && epoch.Index == opened.Index)
            {
                return epoch.Heads;
            }

            var (tree, heads) = roll.Take(entry.Size, entry.Epoch, cancellationToken);
            return tree.Root.AsSpan().SequenceEqual(entry.Root) ? heads : [];
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// LK of a chain, 32 bytes (<see cref="HeadLeaf"/>), for its owner; null for a chain without entries, or one whose keys are destroyed. It
    /// finds the chain's place in every epoch and opens nothing.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be read just now.</exception>
    public byte[]? LabelKeyOf(ChainId chain) => work.LabelKeyOf(chain);

    /// <summary>A chain was erased: the key of its label goes from memory at once.</summary>
    internal void Forget(byte[] blind) => roll.ForgetChain(blind);

    /// <inheritdoc/>
    public void Dispose()
    {
        roll.Dispose();
        turn.Dispose();
    }

    /// <exception cref="LedgerRefusedException">The epochs of this ledger have another length than the options say.</exception>
    internal void CheckEpochLength()
    {
        if (work.Note() is var (note, _) && note.Seconds != work.Seconds)
        {
            throw new LedgerRefusedException(
                $"The heads of this ledger are entered every {note.Seconds} seconds, fixed by their first entry; the options say {work.Seconds}.");
        }
    }

    private async ValueTask<bool> TryEnterAsync(DateTimeOffset now, long epoch, HeadsNote? last, long version, CancellationToken cancellationToken)
    {
        var size = recorder.Latest.Size;
        var (tree, heads) = roll.Take(size, epoch, cancellationToken);
        var entry = new HeadsPublished(now, epoch, work.Seconds, size, tree.Root, last is null ? 0 : epoch - last.Epoch - 1);
        var note = new Change.PutIndexed(
            HeadsNote.Key, index => new HeadsNote(epoch, index, work.Seconds).ToBytes(), ExpectedVersion: version);

        // Power fails here: nothing is entered, and the next start enters the epoch it starts in. Or everything is, and the note says so.
        if (await work.EnterAsync(entry, note, cancellationToken).ConfigureAwait(false) is not Recording.Done done)
        {
            return false;
        }

        latest = new Epoch(epoch, done.Entries[0].Index, size, tree, heads);
        return true;
    }

    /// <summary>After a start, or after an entry whose fate was unknown: makes the tree of the epoch entered last again.</summary>
    private void Restore(HeadsNote? last, CancellationToken cancellationToken)
    {
        if (last is null || last.Index == latest?.Index)
        {
            return;
        }

        latest = null;
        if (work.Open(last.Index) is { } entry && roll.Take(entry.Size, entry.Epoch, cancellationToken) is var (tree, heads)
            && tree.Root.AsSpan().SequenceEqual(entry.Root))
        {
            latest = new Epoch(entry.Epoch, last.Index, entry.Size, tree, heads);
        }
    }

    /// <summary>What it needs of the recorder's inside.</summary>
    internal sealed record Work
    {
        /// <summary>Seconds of an epoch.</summary>
        internal required int Seconds { get; init; }

        /// <summary>The note of the epoch entered last, and the version of its row; null before the first.</summary>
        internal required Func<(HeadsNote Note, long Version)?> Note { get; init; }

        /// <summary>Enters a heads entry with its note.</summary>
        internal required Func<HeadsPublished, Change, CancellationToken, ValueTask<Recording>> EnterAsync { get; init; }

        /// <summary>Advances the public directory now, or leaves it to its next beat.</summary>
        internal required Func<CancellationToken, Task> PublishAsync { get; init; }

        /// <summary>Entries everybody can read.</summary>
        internal required Func<long> PublishedSize { get; init; }

        /// <summary>A heads entry with its proof in the public checkpoint.</summary>
        internal required Func<long, CancellationToken, ValueTask<RecordedEntry?>> ProveAsync { get; init; }

        /// <summary>The heads entry at an index.</summary>
        internal required Func<long, HeadsPublished?> Open { get; init; }

        /// <summary>The entry of the heads chain at a place.</summary>
        internal required Func<long, OpenedEntry?> OpenAt { get; init; }

        /// <summary>The last entry of a chain below a size.</summary>
        internal required Func<ChainId, long, ChainHead?> HeadOf { get; init; }

        /// <summary>LK of a chain.</summary>
        internal required Func<ChainId, byte[]?> LabelKeyOf { get; init; }
    }

    private sealed record Epoch(long Number, long Index, long Size, HeadsTree Tree, IReadOnlyList<ExportedHead> Heads);
}
