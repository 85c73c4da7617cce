namespace Pds.Ledger;

/// <summary>
/// A store of blinded keys and sealed bodies for one origin. It understands none of them. Reads are safe from any thread and see every
/// committed batch. Its errors are its own exceptions; the recorder turns them into <see cref="LedgerUnavailableException"/>.
/// </summary>
public interface ILedgerStore : IDisposable
{
    /// <summary>Where the log stands, or null in a new store.</summary>
    LogState? ReadState();

    /// <summary>The row under a blinded key, or null.</summary>
    StoredRow? FindRow(Table table, byte[] key);

    /// <summary>Rows by link in order of first insertion; by <paramref name="column"/> null, all rows.</summary>
    IReadOnlyList<StoredRow> ListRows(Table table, LinkColumn? column, byte[]? value, long afterOrdinal, int limit);

    /// <summary>The entry at an index, or null.</summary>
    StoredEvent? ReadEvent(long index);

    /// <summary>Entries of a chain in order.</summary>
    IReadOnlyList<StoredEvent> ReadChain(byte[] chain, long afterSeq, int limit);

    /// <summary>
    /// For each of these chains its last entry among the first <paramref name="below"/> leaves, in the order asked for; null where it has none.
    /// </summary>
    IReadOnlyList<ChainHead?> ReadHeads(IReadOnlyList<byte[]> chains, long below);

    /// <summary>The chains with an entry among the leaves from <paramref name="start"/> up to <paramref name="below"/>, each once, in any order.</summary>
    IReadOnlyList<byte[]> ReadMovedChains(long start, long below);

    /// <summary>Where entries stand, in order of chain and seq, after a place (null: from the first).</summary>
    IReadOnlyList<EventPlace> ReadPlaces(EventPlace? after, int limit);

    /// <summary>Commitments in order of index; fewer than <paramref name="count"/> only at the end of the log.</summary>
    IReadOnlyList<byte[]> ReadCommitments(long start, int count);

    /// <summary>A full tile of 256 hashes, or null.</summary>
    byte[]? ReadTile(int level, long index);

    /// <summary>
    /// Opens the one writer, dropping the previous one if it is still open: after a failure the recorder starts from a fresh connection.
    /// </summary>
    ILedgerWriter OpenWriter();
}
