namespace Pds.Ledger.Tests.Recorders;

/// <summary>The steps of a writer at which a disk may fail.</summary>
internal enum WriterStep
{
    OpenWriter,
    Begin,
    BeginCommand,
    KeepCommand,
    FindRow,
    InsertRow,
    UpdateRow,
    AppendEvent,
    AppendTile,
    Advance,
    BeforeCommit,
    AfterCommit,
    Tidy,
}

/// <summary>A real store whose writer fails, or stalls, at a chosen step.</summary>
internal sealed class FaultyStore(ILedgerStore inner) : ILedgerStore
{
    // So that a test which fails while it holds a commit still comes to its end.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim free = new(initialState: true);
    private volatile int failures;
    private volatile int commitsBegun;

    /// <summary>The step that fails; null for a healthy disk.</summary>
    public WriterStep? FailAt { get; set; }

    /// <summary>Stalls before every commit.</summary>
    public TimeSpan CommitDelay { get; set; }

    /// <summary>How many commits were begun.</summary>
    public int CommitsBegun => commitsBegun;

    /// <summary>Every commit begun from here on stands still until <see cref="LetCommitsGo"/>.</summary>
    public void HoldCommits() => free.Reset();

    /// <summary>Waits until one more commit was begun than <paramref name="before"/>.</summary>
    public async Task NextCommitAsync(int before)
    {
        while (CommitsBegun == before)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets held commits go on, late.</summary>
    public void LetCommitsGo() => free.Set();

    /// <summary>Stalls before the writer tidies up after a batch.</summary>
    public TimeSpan TidyDelay { get; set; }

    public bool FailReads { get; set; }

    /// <summary>Lists every row under every link, as an edited index would.</summary>
    public bool Misfile { get; set; }

    /// <summary>How often a step has failed.</summary>
    public int Failures => failures;

    public LogState? ReadState() => Reading(inner.ReadState);

    public StoredRow? FindRow(Table table, byte[] key) => Reading(() => inner.FindRow(table, key));

    public IReadOnlyList<StoredRow> ListRows(Table table, LinkColumn? column, byte[]? value, long afterOrdinal, int limit) =>
        Reading(() => inner.ListRows(table, Misfile ? null : column, Misfile ? null : value, afterOrdinal, limit));

    public StoredEvent? ReadEvent(long index) => Reading(() => inner.ReadEvent(index));

    public IReadOnlyList<StoredEvent> ReadChain(byte[] chain, long afterSeq, int limit) => Reading(() => inner.ReadChain(chain, afterSeq, limit));

    public IReadOnlyList<ChainHead?> ReadHeads(IReadOnlyList<byte[]> chains, long below) => Reading(() => inner.ReadHeads(chains, below));

    public IReadOnlyList<byte[]> ReadMovedChains(long start, long below) => Reading(() => inner.ReadMovedChains(start, below));

    public IReadOnlyList<EventPlace> ReadPlaces(EventPlace? after, int limit) => Reading(() => inner.ReadPlaces(after, limit));

    public IReadOnlyList<byte[]> ReadCommitments(long start, int count) => Reading(() => inner.ReadCommitments(start, count));

    public byte[]? ReadTile(int level, long index) => Reading(() => inner.ReadTile(level, index));

    public ILedgerWriter OpenWriter()
    {
        Step(WriterStep.OpenWriter);
        return new Writer(this, inner.OpenWriter());
    }

    public void Dispose()
    {
        free.Dispose();
        inner.Dispose();
    }

    private T Reading<T>(Func<T> read) => FailReads ? throw new IOException("The disk does not read.") : read();

    private void Step(WriterStep step)
    {
        if (FailAt == step)
        {
            Interlocked.Increment(ref failures);
            throw new IOException($"The disk failed at {step}.");
        }
    }

    private sealed class Writer(FaultyStore store, ILedgerWriter inner) : ILedgerWriter
    {
        public LogState TakeLease(LogState first) => inner.TakeLease(first);

        public void Begin() => Do(WriterStep.Begin, inner.Begin);

        public void BeginCommand() => Do(WriterStep.BeginCommand, inner.BeginCommand);

        public void KeepCommand() => Do(WriterStep.KeepCommand, inner.KeepCommand);

        public void UndoCommand() => inner.UndoCommand();

        public StoredRow? FindRow(Table table, byte[] key)
        {
            store.Step(WriterStep.FindRow);
            return inner.FindRow(table, key);
        }

        public RowMark? FindMark(Table table, byte[] key)
        {
            store.Step(WriterStep.FindRow);
            return inner.FindMark(table, key);
        }

        public void InsertRow(Table table, StoredRow row) => Do(WriterStep.InsertRow, () => inner.InsertRow(table, row));

        public void UpdateRow(Table table, StoredRow row) => Do(WriterStep.UpdateRow, () => inner.UpdateRow(table, row));

        public void DeleteRow(Table table, long ordinal) => inner.DeleteRow(table, ordinal);

        public int DeleteExpired(Table table, long beforeHour, int limit) => inner.DeleteExpired(table, beforeHour, limit);

        public StoredEvent? FindHead(byte[] chain) => inner.FindHead(chain);

        public IReadOnlyList<EventPlace> ListPlaces(byte[] chain) => inner.ListPlaces(chain);

        public int DeleteEvents(byte[] chain, int limit) => inner.DeleteEvents(chain, limit);

        public void AppendEvent(StoredEvent entry) => Do(WriterStep.AppendEvent, () => inner.AppendEvent(entry));

        public void AppendTile(FullTile tile) => Do(WriterStep.AppendTile, () => inner.AppendTile(tile));

        public bool TryAdvance(LogState from, LogState to)
        {
            store.Step(WriterStep.Advance);
            return inner.TryAdvance(from, to);
        }

        public void Commit()
        {
            Interlocked.Increment(ref store.commitsBegun);
            store.free.Wait(LongestHold);
            Thread.Sleep(store.CommitDelay);
            store.Step(WriterStep.BeforeCommit);
            inner.Commit();
            store.Step(WriterStep.AfterCommit);
        }

        public void Rollback() => inner.Rollback();

        public void Tidy(bool idle) => Do(WriterStep.Tidy, () =>
        {
            Thread.Sleep(store.TidyDelay);
            inner.Tidy(idle);
        });

        public void Dispose() => inner.Dispose();

        private void Do(WriterStep step, Action act)
        {
            store.Step(step);
            act();
        }
    }
}
