using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Owns the database writer and the event chains. One writer loop takes what has arrived since the last commit, writes it in one
/// transaction (a savepoint for each command), advances the chains and the tree, stores the new size and root in the same transaction,
/// commits, has the checkpoint signed, and only then answers.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    /// <summary>The most entries one <see cref="ReadChainAsync"/> shows.</summary>
    public const int MaxReadEntries = 1000;

    /// <summary>The most rows one <see cref="PurgeExpiredAsync"/> drops, so that commands wait for none of it long.</summary>
    public const int MaxPurgedRows = 1000;

    private const int PageEntries = 100;
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(100);

    private readonly RecorderOptions options;
    private readonly ILedgerStore store;
    private readonly RecorderKeys keys;
    private readonly RowCipher cipher;
    private readonly LedgerShares shares;
    private readonly PlaceDigest places;
    private readonly ChainReader chains;
    private readonly ClosedBook closed;
    private readonly BatchWriter batches;
    private readonly CommandQueue queue;
    private readonly Scribe scribe;
    private readonly HeadsFile? headsFile;
    private readonly DirectoryPublisher? directory;
    private readonly Thread writer;
    private readonly ITimer watchdog;

    private Recorder(RecorderOptions options, ILedgerStore store, RecorderKeys keys, LogSigner signer, LedgerClock clock, Parts parts)
    {
        (this.options, this.store, this.keys, Clock, Verifier) = (options, store, keys, clock, signer.Verifier);
        cipher = new RowCipher(keys, options.Origin);
        shares = new LedgerShares(keys, cipher, options.Origin);
        chains = new ChainReader(store, keys, cipher, options.Origin, options.RecordTimeout);
        closed = new ClosedBook(cipher);
        places = parts.Places;
        batches = new BatchWriter(options, keys, cipher, shares, places, clock);
        Rows = new RowReader(store, cipher);

        // Waiting is measured in real time, whatever time the ledger is told it is.
        queue = new CommandQueue(options, TimeProvider.System);
        scribe = new Scribe(options, store, queue, batches, signer, clock, parts.MemoKey, parts.Log, () => directory?.Advanced(), () => directory?.Size ?? 0);
        headsFile = parts.TileDirectory is null
            ? null
            : new HeadsFile(Path.Combine(parts.TileDirectory, HeadsFile.Name), (after, limit) => chains.Read(ChainId.Heads, after, limit));
        directory = parts.Publisher is null
            ? null
            : new DirectoryPublisher(parts.Publisher, headsFile!, () => Latest, options.PublishInterval, TimeProvider.System);
        Heads = new ChainHeads(this, HeadsWork(), new HeadsRoll(store, keys, cipher, options.Origin));
        writer = new Thread(scribe.Run) { IsBackground = true, Name = "ledger writer" };
        watchdog = TimeProvider.System.CreateTimer(_ => queue.GiveUpOverdue(), null, WatchEvery, WatchEvery);
    }

    /// <summary>The ledger's origin.</summary>
    public string Origin => options.Origin;

    /// <summary>Whom S_ledger is sealed to (<see cref="LedgerShare.SealForRecorder"/>).</summary>
    public HpkePublicKey PublicKey => keys.Own.PublicKey;

    /// <summary>The ledger's clock: never runs back below the last entry.</summary>
    public LedgerClock Clock { get; }

    /// <summary>The heads of all chains, entered once an epoch (<see cref="ChainHeads.EnterAsync"/>).</summary>
    public ChainHeads Heads { get; }

    /// <summary>Committed rows.</summary>
    public IRowReader Rows { get; }

    /// <summary>The newest signed checkpoint.</summary>
    public Checkpoint Latest => scribe.Latest;

    /// <summary>
    /// The checkpoint of the public tile directory; null without one. It advances on its own beat, so it is what may be told to anybody:
    /// <see cref="Latest"/> gives away the second of each act.
    /// </summary>
    public Checkpoint? Published => directory?.Published;

    /// <summary>Verifies <see cref="Latest"/>.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>How far entries have come.</summary>
    public LedgerProgress Progress => new(scribe.Sequenced, scribe.Tree.Size, Latest.Size, directory?.Size ?? 0);

    /// <summary>False while the store fails or a commit takes longer than <see cref="RecorderOptions.RecordTimeout"/>; for the health service.</summary>
    public bool IsServing => scribe.Fault is null && !scribe.IsFenced && !queue.IsStuck;

    /// <summary>Why the store cannot be written, for the operator's log; null when all is well.</summary>
    public Exception? Fault => scribe.Fault;

    /// <summary>True when the store was taken over or replaced while this process ran: it writes no more, and a person must decide.</summary>
    public bool IsFenced => scribe.IsFenced;

    /// <summary>Why the public tile directory lags, for the operator's log; entries are recorded and proved meanwhile. Null when it does not.</summary>
    public Exception? DirectoryFault => directory?.Fault;

    /// <summary>Opens the ledger: takes the lease, re-derives the old root, and compares it with the public tile directory.</summary>
    /// <param name="options">How to work.</param>
    /// <param name="store">The store; stays the caller's.</param>
    /// <param name="keys">The recorder's keys; taken over.</param>
    /// <param name="signer">The log signer; stays the caller's.</param>
    /// <param name="clock">Advanced to the last ledger time of the store.</param>
    /// <param name="tileDirectory">The public tile directory; null publishes nowhere.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="LedgerRefusedException">The store is older than the tiles, was changed, or belongs to another origin or key.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static async ValueTask<Recorder> OpenAsync(
        RecorderOptions options,
        ILedgerStore store,
        RecorderKeys keys,
        LogSigner signer,
        LedgerClock clock,
        string? tileDirectory,
        CancellationToken cancellationToken = default)
    {
        options.Check();
        TilePublisher? publisher = null;
        SecretBytes memoKey = LogMemo.KeyOf(keys, options.Origin);
        using var cipher = new RowCipher(keys, options.Origin);
        PlaceDigest places = new(keys, options.Origin);
        OpenedLog opened;
        try
        {
            opened = await OpenedLog.OpenAsync(
                options,
                store,
                memoKey,
                places,
                new ClosedBook(cipher),
                signer,
                clock,
                log => publisher = tileDirectory is null ? null : new TilePublisher(tileDirectory, signer.Verifier, log),
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            places.Dispose();
            memoKey.Dispose();
            keys.Dispose();
            throw;
        }

        var recorder = new Recorder(options, store, keys, signer, clock, new Parts(memoKey, places, opened, publisher, tileDirectory));
        try
        {
            await recorder.StartAsync(cancellationToken).ConfigureAwait(false);
            return recorder;
        }
        catch
        {
            await recorder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes a command, all or nothing.</summary>
    /// <exception cref="LedgerUnavailableException">After at most <see cref="RecorderOptions.RecordTimeout"/>.</exception>
    /// <exception cref="ArgumentException">The command passes a bound, or holds an entry only the recorder may write.</exception>
    public ValueTask<Recording> RecordAsync(Command command, CancellationToken cancellationToken = default)
    {
        CheckClock();
        return SubmitAsync(PreparedCommand.Of(command, cipher, shares), cancellationToken);
    }

    /// <summary>
    /// Gives S_ledger out again for an intent already published, so that a repeat of the same call can resume (DESIGN section 7).
    /// </summary>
    /// <param name="chain">The chain of the intent.</param>
    /// <param name="grant">The grant the intent must name.</param>
    /// <param name="intentIndex">The intent's leaf index.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The intent and the share for the gate, or a conflict when there is no such intent or the share is gone or withheld.</returns>
    public async ValueTask<Recording> ReleaseAgainAsync(
        ChainId chain, GrantId grant, long intentIndex, CancellationToken cancellationToken = default)
    {
        CheckClock();
        var key = LedgerShares.RowKeyOf(grant);
        if (chains.Find(chain, intentIndex) is not { Entry: DisclosureIntended intended } opened
            || intended.Grant != grant
            || Progress.StateOf(intentIndex) != EntryState.Published)
        {
            return new Recording.Conflict(-1, key, ConflictKind.Absent);
        }

        byte[]? wrap = null;
        var blind = cipher.Blind(key);
        if (shares.ReleaseFrom(StoreFaults.Guard(() => store.FindRow(key.Table, blind)), ref wrap) is ConflictKind kind)
        {
            return new Recording.Conflict(-1, key, kind);
        }

        var entry = await ProvedAsync(chain, opened, Latest, cancellationToken).ConfigureAwait(false);
        return new Recording.Done([entry], shares.SealForGate(grant, entry.Commitment, wrap!));
    }

    /// <summary>An entry of a chain as it was first answered, with a fresh proof; null when this chain has no entry at this index.</summary>
    public async ValueTask<RecordedEntry?> FindEntryAsync(ChainId chain, long index, CancellationToken cancellationToken = default) =>
        Progress.StateOf(index) == EntryState.Published && chains.Find(chain, index) is OpenedEntry opened
            ? await ProvedAsync(chain, opened, Latest, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Proves an entry in <see cref="Latest"/>, without opening it; null when no entry has this index.</summary>
    public ValueTask<TlogProof?> ProveAsync(long index, CancellationToken cancellationToken = default) =>
        ProveAsync(index, Latest, cancellationToken);

    /// <summary>Proves an entry in a checkpoint of this ledger; null when it covers no entry of this index.</summary>
    public async ValueTask<TlogProof?> ProveAsync(long index, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return index < 0 || index >= checkpoint.Size
            ? null
            : TlogProof.Of(await scribe.Tree.ProveAsync(index, checkpoint.Size, cancellationToken).ConfigureAwait(false), checkpoint, null);
    }

    /// <summary>The same entry, proved in another checkpoint of this ledger that covers it: two entries proved in one need no proof between them.</summary>
    public async ValueTask<RecordedEntry> ProveInAsync(RecordedEntry entry, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return entry with
        {
            Checkpoint = checkpoint,
            Proof = await scribe.Tree.ProveAsync(entry.Index, checkpoint.Size, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Proves that an older size is a prefix of a newer one; 1 ≤ old ≤ new ≤ the size of <see cref="Latest"/>.</summary>
    public ValueTask<ConsistencyProof> ProveConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken = default) =>
        scribe.Tree.ProveConsistencyAsync(oldSize, newSize, cancellationToken);

    /// <summary>
    /// Holds a checkpoint that this log's key signed against this ledger. When the ledger cannot have signed it (more entries than it has, or
    /// another root), the store is an old copy or a second one, and this recorder stops for good (I-22): what it would add would fork the log, and
    /// what it would release may have been withdrawn in the newer one.
    /// </summary>
    /// <param name="signed">A checkpoint opened with <see cref="Verifier"/>, such as one a witness cosigned.</param>
    /// <param name="cancellationToken">Stops comparing.</param>
    /// <returns>True when the recorder stopped.</returns>
    public async ValueTask<bool> GiveWayToAsync(Checkpoint signed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (signed.Origin != Origin)
        {
            throw new ArgumentException("The checkpoint is of another log.", nameof(signed));
        }

        // Read after the checkpoint arrived, and it only grows: whatever this recorder itself signed is covered by it.
        var latest = Latest;
        var isOurs = signed.Size == 0
            || (signed.Size <= latest.Size
                && (await ProveConsistencyAsync(signed.Size, latest.Size, cancellationToken).ConfigureAwait(false)).Verify(signed.Root, latest.Root));
        if (!isOurs)
        {
            scribe.Fence(new LedgerRefusedException(
                $"This log's key signed another history, of size {signed.Size}, than this store of size {latest.Size} has."));
        }

        return !isOurs;
    }

    /// <summary>
    /// Opens entries of a chain in order. The only opener. For staff and auditors a <see cref="HistoryRead"/> is durable before the first
    /// entry is shown.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="afterSeq">Only entries after this position; -1 from the start.</param>
    /// <param name="limit">1 to <see cref="MaxReadEntries"/>.</param>
    /// <param name="who">On whose behalf.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<OpenedEntry> ReadChainAsync(
        ChainId chain, long afterSeq, int limit, Reader who, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxReadEntries);
        await EnterReadingAsync(chain, afterSeq, limit, who, cancellationToken).ConfigureAwait(false);
        while (limit > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = Math.Min(limit, PageEntries);
            var page = chains.Read(chain, afterSeq, asked);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < asked)
            {
                yield break;
            }

            (afterSeq, limit) = (page[^1].Seq, limit - page.Count);
        }
    }

    /// <summary>Where each of these chains ends now; null for one without an entry. Nothing is opened.</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot answer.</exception>
    public IReadOnlyList<ChainHead?> HeadsOf(IReadOnlyList<ChainId> those) => chains.HeadsOf(those);

    /// <summary>
    /// The position in a chain after which everything lies that was entered at or after an instant; -1 for the beginning. Found in a few openings
    /// however long the chain is. Nobody is shown anything, so that nothing is entered.
    /// </summary>
    public long SeqBefore(ChainId chain, DateTimeOffset at) => chains.SeqBefore(chain, at);

    /// <summary>Every chain there is, in order of its first entry. Names only; nothing is opened.</summary>
    public async ValueTask<IReadOnlyList<ChainId>> ListChainsAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<ChainId>();
        long after = 0;
        while (await Rows.ListAllAsync(Table.Chains, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                found.Add(ChainId.TryParse(row.Key.Key, out var chain)
                    ? chain
                    : throw new InvalidDataException("A chain has a name of an unknown kind: a newer server wrote it, or it is broken."));
            }

            after = page[^1].Ordinal;
        }

        return found;
    }

    /// <summary>
    /// Opens the log for an auditor. The reading is entered in every chain of a person or an organisation whose bodies it may show, and is
    /// durable, before it exists; so the checkpoint it is of covers these entries too. Whoever makes it public enters that in the exports
    /// chain first.
    /// </summary>
    /// <param name="who">On whose behalf, and why.</param>
    /// <param name="mayShow">Which chains may show bodies.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="LedgerUnavailableException">The ledger fails now.</exception>
    public async ValueTask<LogReading> OpenLogAsync(
        Reader.Auditor who, Func<ChainId, bool> mayShow, CancellationToken cancellationToken = default)
    {
        HashSet<ChainId> entered = [];
        await EnterReadingsAsync(who, mayShow, entered, cancellationToken).ConfigureAwait(false);
        var (checkpoint, gone) = await LookAsync(cancellationToken).ConfigureAwait(false);

        // Chains that began meanwhile may have entries below the checkpoint: they are told as well, before anything of theirs is shown.
        var all = await EnterReadingsAsync(who, mayShow, entered, cancellationToken).ConfigureAwait(false);
        var byBlind = all.ToDictionary(chain => LogReading.KeyOf(cipher.BlindChain(chain)), StringComparer.Ordinal);
        return new LogReading(store, chains, checkpoint, gone, () => ReadClosed()?.Leaves, byBlind, chain => mayShow(chain) && (!IsTold(chain) || entered.Contains(chain)));
    }

    /// <summary>
    /// Destroys LEK and LSK of a chain for good: its leaves stay and can be opened by nobody. Enters <see cref="HistoryErased"/> in the
    /// operator's chain in the same transaction; the sealed entries themselves go with <see cref="DropErasedAsync"/>.
    /// </summary>
    /// <returns>The entry; null when there is no such chain (any more).</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; perhaps it was, then the next call answers null.</exception>
    public async ValueTask<RecordedEntry?> EraseChainAsync(ChainId chain, CancellationToken cancellationToken = default)
    {
        if (chain.ResidentOrNull is null)
        {
            throw new ArgumentException("Only the chain of a resident can be erased.", nameof(chain));
        }

        CheckClock();
        var item = queue.NewErasure(chain);
        var recording = await SubmitAsync(item, cancellationToken).ConfigureAwait(false);
        Heads.Forget(cipher.BlindChain(chain));
        return recording is Recording.Done done ? done.Entries[0] : null;
    }

    /// <summary>Drops sealed entries of erased chains, at most <see cref="MaxPurgedRows"/> a call; the commitments stay.</summary>
    /// <returns>How many went; call again until it is 0.</returns>
    public async ValueTask<int> DropErasedAsync(CancellationToken cancellationToken = default)
    {
        var left = await Rows.ListAsync(Table.ServerFacts, LinkColumn.Parent, ErasedChain.Left, 0, 1, cancellationToken).ConfigureAwait(false);
        if (left.Count == 0)
        {
            return 0;
        }

        var item = queue.NewDrop(left[0].Key, ErasedChain.BlindOf(left[0]));
        return await AwaitAsync(item, cancellationToken).ConfigureAwait(false) is Written.Kept kept ? Math.Max(1, kept.Purged) : 0;
    }

    /// <summary>C of the entry at a leaf index, 32 bytes.</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be read just now.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The log has no such leaf.</exception>
    public byte[] CommitmentAt(long index) =>
        StoreFaults.Guard(() => store.ReadCommitments(index, 1)) is [var commitment] ? commitment : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Which leaves are closed, and the leaf index of the entry that says so; null when nothing was ever erased.</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be read just now.</exception>
    public (ClosedLeaves Leaves, long Index)? ReadClosed() => closed.Read((table, key) => StoreFaults.Guard(() => store.FindRow(table, key)));

    /// <summary>Writes the log up to a checkpoint of this recorder as C2SP tlog-tiles into a directory of the caller's.</summary>
    public ValueTask WriteTilesAsync(Checkpoint checkpoint, string path, CancellationToken cancellationToken = default) =>
        new TilePublisher(path, Verifier, new StoredLog(store)).PublishAsync(checkpoint, cancellationToken);

    /// <summary>Drops rows whose hour-rounded expiry has passed, at most <see cref="MaxPurgedRows"/> a call; none while the clock may not purge (I-12).</summary>
    /// <returns>How many went.</returns>
    public async ValueTask<int> PurgeExpiredAsync(CancellationToken cancellationToken = default)
    {
        if (!Clock.MayPurge)
        {
            return 0;
        }

        var item = queue.NewPurge((Clock.GetUtcNow().ToUnixTimeSeconds() / 3600) + 1);
        return await AwaitAsync(item, cancellationToken).ConfigureAwait(false) is Written.Kept kept ? kept.Purged : 0;
    }

    /// <summary>
    /// Keeps the time: durable, without an entry. Called every minute it makes an idle server look idle and not leapt, so that only a server
    /// that was really down for more than a day asks an operator before it purges (I-12).
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The ledger fails now.</exception>
    public async ValueTask KeepTimeAsync(CancellationToken cancellationToken = default)
    {
        CheckClock();
        await SubmitAsync(new PreparedCommand([], []), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An operator has looked at the clock and says that the present time is right: purging may go on. Durable.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; confirm again.</exception>
    public ValueTask ConfirmClockAsync(CancellationToken cancellationToken = default)
    {
        Clock.ConfirmLeap();
        return KeepTimeAsync(cancellationToken);
    }

    /// <summary>Publishes the tile directory up to <see cref="Latest"/> now; does nothing without one.</summary>
    public ValueTask PublishAsync(CancellationToken cancellationToken = default) => directory?.PublishAsync(cancellationToken) ?? default;

    /// <summary>Turns new commands away, writes those waiting, publishes once more, and zeroes the keys.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await Task.Run(writer.Join).ConfigureAwait(false);
        await watchdog.DisposeAsync().ConfigureAwait(false);
        if (directory is not null)
        {
            await directory.DisposeAsync().ConfigureAwait(false);
        }

        Heads.Dispose();
        scribe.Dispose();
        batches.Dispose();
        places.Dispose();
        shares.Dispose();
        cipher.Dispose();
        keys.Dispose();
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        writer.Start();
        Heads.CheckEpochLength();
        if (Latest.Size == 0)
        {
            var start = new LedgerStarted(Clock.GetUtcNow(), Origin, Verifier.ToString());
            await SubmitAsync(PreparedCommand.OfOwn(ChainId.Operator, start), cancellationToken).ConfigureAwait(false);
        }

        if (directory is not null)
        {
            // Tiles older than the store are caught up here. A directory that cannot be written now delays publication and nothing else.
            await directory.TryPublishAsync(cancellationToken).ConfigureAwait(false);
            directory.Start();
        }
    }

    private ValueTask<Recording> SubmitAsync(PreparedCommand command, CancellationToken cancellationToken) =>
        SubmitAsync(queue.NewItem(command), cancellationToken);

    private async ValueTask<Recording> SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        switch (await AwaitAsync(item, cancellationToken).ConfigureAwait(false))
        {
            case Written.Refused refused:
                return refused.Conflict;
            case Written.Broken broken:
                ExceptionDispatchInfo.Throw(broken.Fault);
                throw broken.Fault;
            case Written.Kept kept:
                return await AnswerAsync(kept, item.Command).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("An answer outside the closed set.");
        }
    }

    private async Task<Written> AwaitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        queue.Add(item);

        // Only a command still waiting can be called off; one that is being written will be answered within moments.
        await using var _ = cancellationToken.UnsafeRegister(
            static (state, token) => ((WorkItem)state!).TryGiveUp(new OperationCanceledException(token)), item).ConfigureAwait(false);
        return await item.Answer.ConfigureAwait(false);
    }

    /// <summary>Proofs and the share are made on the caller's thread: the entries are durable and published, and the writer goes on.</summary>
    private async ValueTask<Recording> AnswerAsync(Written.Kept kept, PreparedCommand command)
    {
        try
        {
            var entries = new RecordedEntry[kept.Entries.Count];
            for (var n = 0; n < entries.Length; n++)
            {
                entries[n] = await ProvedAsync(kept.Entries[n], kept.Checkpoint!).ConfigureAwait(false);
            }

            return new Recording.Done(entries, kept.ReleasedShare is byte[] wrap ? ShareOf(command, entries, wrap) : null);
        }
        catch (LedgerUnavailableException e)
        {
            throw new LedgerUnavailableException("The entry is recorded, but its proof cannot be read just now.", outcomeUnknown: true, e);
        }
    }

    private byte[] ShareOf(PreparedCommand command, RecordedEntry[] entries, byte[] wrap)
    {
        var at = Enumerable.Range(0, entries.Length).First(n => command.Entries[n].Draft.Entry is DisclosureIntended);
        return shares.SealForGate(((DisclosureIntended)command.Entries[at].Draft.Entry).Grant, entries[at].Commitment, wrap);
    }

    private ValueTask<RecordedEntry> ProvedAsync(WrittenEntry entry, Checkpoint checkpoint) =>
        ProvedAsync(entry.Chain, entry.Index, entry.Seq, entry.Commitment, entry.Opening, checkpoint, CancellationToken.None);

    private ValueTask<RecordedEntry> ProvedAsync(ChainId chain, OpenedEntry entry, Checkpoint checkpoint, CancellationToken cancellationToken) => ProvedAsync(
        chain, entry.Index, entry.Seq, entry.Commitment, new EntryOpening(entry.Body, entry.BodyKey, entry.LinkMac), checkpoint, cancellationToken);

    private async ValueTask<RecordedEntry> ProvedAsync(
        ChainId chain, long index, long seq, byte[] commitment, EntryOpening opening, Checkpoint checkpoint, CancellationToken cancellationToken) => new()
    {
        Index = index,
        Commitment = commitment,
        Body = opening.Body,
        BodyKey = opening.BodyKey,
        LinkMac = opening.LinkMac,
        Chain = chain,
        Seq = seq,
        Checkpoint = checkpoint,
        Proof = await scribe.Tree.ProveAsync(index, checkpoint.Size, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>A checkpoint and the bitmap that its last erasure commits to: read until no erasure comes between the two.</summary>
    private async ValueTask<(Checkpoint Checkpoint, ClosedLeaves? Closed)> LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, checkpoint, after) = (ReadClosed(), Latest, ReadClosed());
            if (before?.Index == after?.Index && (after is not { } there || there.Index < checkpoint.Size))
            {
                return (checkpoint, after?.Leaves);
            }

            // An erasure is durable and its checkpoint not signed yet: a moment.
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask EnterReadingAsync(ChainId chain, long afterSeq, int limit, Reader who, CancellationToken cancellationToken)
    {
        var entry = who switch
        {
            Reader.Staff staff => new HistoryRead(Clock.GetUtcNow(), staff.Account, "staff", staff.Reason, afterSeq + 1, limit),
            Reader.Auditor auditor => new HistoryRead(Clock.GetUtcNow(), auditor.Mandate, "auditor", auditor.Reason, afterSeq + 1, limit),
            _ => null,
        };
        if (entry is not null)
        {
            CheckClock();
            await SubmitAsync(PreparedCommand.OfOwn(chain, entry), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whose chain is told of a reading: that of a person or an organisation. The operator's own are covered by the exports chain.</summary>
    private static bool IsTold(ChainId chain) => chain != ChainId.Operator && chain != ChainId.Keys && chain != ChainId.Cover
        && chain != ChainId.Exports && chain != ChainId.Heads;

    private async ValueTask<IReadOnlyList<ChainId>> EnterReadingsAsync(
        Reader.Auditor who, Func<ChainId, bool> mayShow, HashSet<ChainId> entered, CancellationToken cancellationToken)
    {
        var all = await ListChainsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var some in all.Where(chain => IsTold(chain) && mayShow(chain) && entered.Add(chain)).ToList().Chunk(PageEntries))
        {
            await Task.WhenAll(some.Select(chain =>
                EnterReadingAsync(chain, afterSeq: -1, int.MaxValue, who, cancellationToken).AsTask())).ConfigureAwait(false);
        }

        return all;
    }

    /// <summary>A clock behind the ledger decides nothing: validity and freshness would be measured with a wrong ruler (I-12).</summary>
    private void CheckClock()
    {
        if (!Clock.IsTrustworthy)
        {
            throw new LedgerUnavailableException("The system clock stands before the last entry of the ledger. Set the clock.");
        }
    }

    private ChainHeads.Work HeadsWork() => new()
    {
        Seconds = options.HeadsSeconds,
        EnterAsync = EnterHeadsAsync,
        PublishAsync = cancellationToken => directory?.TryPublishAsync(cancellationToken) ?? Task.CompletedTask,
        PublishedSize = () => directory is null ? Latest.Size : directory.Size,
        Note = FindHeadsNote,
        ProveAsync = async (index, cancellationToken) => chains.Find(ChainId.Heads, index) is OpenedEntry opened
            ? await ProvedAsync(ChainId.Heads, opened, Published ?? Latest, cancellationToken).ConfigureAwait(false)
            : null,
        Open = index => chains.Find(ChainId.Heads, index)?.Entry as HeadsPublished,
        OpenAt = seq => chains.Read(ChainId.Heads, seq - 1, 1) is [var opened] ? opened : null,
        HeadOf = (chain, below) => StoreFaults.Guard(() => store.ReadHeads([cipher.BlindChain(chain)], below))[0],
        LabelKeyOf = chains.LabelKeyOf,
    };

    private (HeadsNote Note, long Version)? FindHeadsNote()
    {
        var blind = cipher.Blind(HeadsNote.Key);
        return StoreFaults.Guard(() => store.FindRow(HeadsNote.Key.Table, blind)) is StoredRow row
            ? (HeadsNote.FromBytes(cipher.Open(HeadsNote.Key.Table, row).Body.Span), row.Version)
            : null;
    }

    private async ValueTask<Recording> EnterHeadsAsync(HeadsPublished entry, Change note, CancellationToken cancellationToken)
    {
        CheckClock();
        try
        {
            return await SubmitAsync(PreparedCommand.OfOwn(ChainId.Heads, entry, note, cipher), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            headsFile?.EntryCame(); // Also when the outcome is unknown: then the file looks, and finds it or not.
        }
    }

    private sealed record Parts(
        SecretBytes MemoKey, PlaceDigest Places, OpenedLog Log, TilePublisher? Publisher, string? TileDirectory);
}
