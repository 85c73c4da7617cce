namespace Pds.Ledger;

/// <summary>
/// The growing tree: its right edge in memory, its full tiles in the store. One writer prepares and accepts batches; any number of
/// threads ask for proofs meanwhile. A leaf is the commitment C of an entry; the tree hashes the 33-byte leaf entry 0x01 ‖ C.
/// </summary>
public sealed class LogTree
{
    /// <summary>Leaves in the tree.</summary>
    public long Size => throw new NotImplementedException();

    /// <summary>Root of the tree, 32 bytes.</summary>
    public byte[] Root => throw new NotImplementedException();

    /// <summary>An empty tree.</summary>
    public static LogTree Empty(IFullTileReader tiles) => throw new NotImplementedException();

    /// <summary>
    /// Rebuilds the tree of <paramref name="size"/> leaves from stored full tiles and the commitments after the last full level-0
    /// tile (<c>size % 256</c> of them). The caller compares <see cref="Root"/> with the root it had signed, before extending.
    /// </summary>
    /// <exception cref="InvalidDataException">A full tile is missing, damaged, or the number of commitments is not <c>size % 256</c>.</exception>
    public static ValueTask<LogTree> OpenAsync(
        IFullTileReader tiles, long size, IReadOnlyList<byte[]> trailingCommitments, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Hashes a batch of commitments (32 bytes each) on top of the tree, without changing it. One writer at a time.</summary>
    public PendingAppend Prepare(IReadOnlyList<byte[]> commitments) => throw new NotImplementedException();

    /// <summary>Makes a prepared batch part of the tree. Call it after the transaction that stored the batch has committed.</summary>
    /// <exception cref="InvalidOperationException">The batch is not the one prepared last on the present tree.</exception>
    public void Accept(PendingAppend append) => throw new NotImplementedException();

    /// <summary>Proves the leaf at <paramref name="index"/> in the tree as it was at <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ index &lt; size ≤ <see cref="Size"/>.</exception>
    public ValueTask<InclusionProof> ProveAsync(long index, long size, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Proves that the tree of <paramref name="newSize"/> leaves extends that of <paramref name="oldSize"/> (at least 1).</summary>
    public ValueTask<ConsistencyProof> ProveConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>The root the tree had at <paramref name="size"/> leaves.</summary>
    public ValueTask<byte[]> RootAtAsync(long size, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
