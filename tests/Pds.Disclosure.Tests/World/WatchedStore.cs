using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>
/// A real store that tells a test which row was read just now, so that a race can be run in slow motion, and whose next commit can be made to
/// fail on either side of the disk.
/// </summary>
internal sealed class WatchedStore(ILedgerStore inner) : ILedgerStore
{
    /// <summary>Called once a committed row was looked up, on the reader's own thread, before the reader goes on.</summary>
    public Action<Table>? RowRead { get; set; }

    /// <summary>Called once, in place of the next commit, with the commit itself; it may throw before or after it.</summary>
    public Action<Action>? NextCommit { get; set; }

    public LogState? ReadState() => inner.ReadState();

    public StoredRow? FindRow(Table table, byte[] key)
    {
        var row = inner.FindRow(table, key);
        RowRead?.Invoke(table);
        return row;
    }

    public IReadOnlyList<StoredRow> ListRows(Table table, LinkColumn? column, byte[]? value, long afterOrdinal, int limit) =>
        inner.ListRows(table, column, value, afterOrdinal, limit);

    public StoredEvent? ReadEvent(long index) => inner.ReadEvent(index);

    public IReadOnlyList<StoredEvent> ReadChain(byte[] chain, long afterSeq, int limit) => inner.ReadChain(chain, afterSeq, limit);

    public IReadOnlyList<ChainHead?> ReadHeads(IReadOnlyList<byte[]> chains, long below) => inner.ReadHeads(chains, below);

    public IReadOnlyList<byte[]> ReadMovedChains(long start, long below) => inner.ReadMovedChains(start, below);

    public IReadOnlyList<EventPlace> ReadPlaces(EventPlace? after, int limit) => inner.ReadPlaces(after, limit);

    public IReadOnlyList<byte[]> ReadCommitments(long start, int count) => inner.ReadCommitments(start, count);

    public byte[]? ReadTile(int level, long index) => inner.ReadTile(level, index);

    public ILedgerWriter OpenWriter() => new WatchedWriter(this, inner.OpenWriter());

    /// <summary>Commits as the test asked for, once.</summary>
    internal void Commit(Action commit)
    {
        var how = NextCommit;
        NextCommit = null;
        (how ?? (commits => commits()))(commit);
    }

    public void Dispose() => inner.Dispose();
}
