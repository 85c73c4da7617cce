using System.Numerics;

namespace Pds.Ledger;

/// <summary>
/// The growing tree: its right edge in memory, its full tiles in the store. One writer prepares and accepts batches; any number of
/// threads ask for proofs meanwhile. A leaf is the commitment C of an entry; the tree hashes the 33-byte leaf entry 0x01 ‖ C.
/// </summary>
public sealed class LogTree
{
    /// <summary>Full tiles kept in memory: 512 of 16 KiB.</summary>
    private const int CachedTiles = 512;

    private readonly IFullTileReader tiles;
    private readonly TileCache cache = new(CachedTiles);
    private volatile TreeState state;
    private PendingAppend? prepared;

    private LogTree(IFullTileReader tiles, TreeState state) => (this.tiles, this.state) = (tiles, state);

    /// <summary>Leaves in the tree.</summary>
    public long Size => state.Size;

    /// <summary>Root of the tree, 32 bytes.</summary>
    public byte[] Root => [.. state.Root];

    /// <summary>An empty tree.</summary>
    public static LogTree Empty(IFullTileReader tiles) => new(tiles, new TreeState(0, []));

    /// <summary>
    /// Rebuilds the tree of <paramref name="size"/> leaves from stored full tiles and the commitments after the last full level-0
    /// tile (<c>size % 256</c> of them). The caller compares <see cref="Root"/> with the root it had signed, before extending.
    /// Reads at most 255 tiles a level.
    /// </summary>
    /// <exception cref="InvalidDataException">A full tile is missing or short, or the number of commitments is not <c>size % 256</c>.</exception>
    public static async ValueTask<LogTree> OpenAsync(
        IFullTileReader tiles, long size, IReadOnlyList<byte[]> trailingCommitments, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (trailingCommitments.Count != size % FullTile.Width)
        {
            throw new InvalidDataException($"A log of {size} leaves ends in {size % FullTile.Width} leaves after its last full tile, not {trailingCommitments.Count}.");
        }

        List<TileNodes> edges = [];
        for (int level = 0; level * TileNodes.Height < 64 && size >> (level * TileNodes.Height) > 0; level++)
        {
            edges.Add(level == 0 ? LeafEdge(trailingCommitments) : await UpperEdgeAsync(tiles, size, level, cancellationToken).ConfigureAwait(false));
        }

        return new LogTree(tiles, new TreeState(size, [.. edges]));
    }

    /// <summary>Hashes a batch of commitments (32 bytes each) on top of the tree, without changing it. One writer at a time.</summary>
    public PendingAppend Prepare(IReadOnlyList<byte[]> commitments)
    {
        EdgeBuilder edge = new(state);
        foreach (byte[] commitment in commitments)
        {
            edge.AppendLeaf(LeafEntry.Hash(commitment));
        }

        return prepared = edge.Build();
    }

    /// <summary>Makes a prepared batch part of the tree. Call it after the transaction that stored the batch has committed.</summary>
    /// <exception cref="InvalidOperationException">The batch is not the one prepared last on the present tree.</exception>
    public void Accept(PendingAppend append)
    {
        // A batch prepared earlier and dropped shares its edge tile with the later one, so its hashes are gone.
        if (!ReferenceEquals(append, prepared) || !ReferenceEquals(append.Before, state))
        {
            throw new InvalidOperationException("Only the batch prepared last can be accepted, and only once.");
        }

        foreach ((FullTile tile, TileNodes nodes) in append.Filled)
        {
            cache.Put(tile.Level, tile.Index, nodes);
        }

        state = append.After;
        prepared = null;
    }

    /// <summary>
    /// Proves the leaf at <paramref name="index"/> in the tree as it was at <paramref name="size"/> leaves. Recent leaves need no
    /// read of the store; the tree's present size needs no hashing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ index &lt; size ≤ <see cref="Size"/>.</exception>
    /// <exception cref="InvalidDataException">The store's tile is missing or damaged.</exception>
    public async ValueTask<InclusionProof> ProveAsync(long index, long size, CancellationToken cancellationToken = default)
    {
        TreeState now = state;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, now.Size);
        return new InclusionProof(index, size, await HashAllAsync(now, LeafRange.OfInclusion(index, size), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Proves that the tree of <paramref name="newSize"/> leaves extends that of <paramref name="oldSize"/> (at least 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 ≤ oldSize ≤ newSize ≤ <see cref="Size"/>.</exception>
    /// <exception cref="InvalidDataException">The store's tile is missing or damaged.</exception>
    public async ValueTask<ConsistencyProof> ProveConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken = default)
    {
        TreeState now = state;
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, now.Size);
        return new ConsistencyProof(
            oldSize, newSize, await HashAllAsync(now, LeafRange.OfConsistency(oldSize, newSize), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The root the tree had at <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ size ≤ <see cref="Size"/>.</exception>
    /// <exception cref="InvalidDataException">The store's tile is missing or damaged.</exception>
    public async ValueTask<byte[]> RootAtAsync(long size, CancellationToken cancellationToken = default)
    {
        TreeState now = state;
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, now.Size);
        return size == 0 ? MerkleTree.EmptyRoot() : await HashAsync(now, new LeafRange(0, size), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The present partial tiles at the right edge, lower levels first; levels that end in a full tile have none.</summary>
    internal IEnumerable<(int Level, long Index, byte[] Hashes)> PartialTiles()
    {
        TreeState now = state;
        for (int level = 0; level < now.Levels; level++)
        {
            if (now.WidthAt(level) is > 0 and var width)
            {
                yield return (level, now.EdgeIndexAt(level), now.Edge(level).Hashes(width));
            }
        }
    }

    private static TileNodes LeafEdge(IReadOnlyList<byte[]> commitments)
    {
        TileNodes edge = new();
        for (int at = 0; at < commitments.Count; at++)
        {
            edge.Append(at, LeafEntry.Hash(commitments[at]));
        }

        return edge;
    }

    private static async ValueTask<TileNodes> UpperEdgeAsync(IFullTileReader tiles, long size, int level, CancellationToken cancellationToken)
    {
        TileNodes edge = new();
        long full = size >> (TileNodes.Height * level);
        for (long index = full - (full % FullTile.Width); index < full; index++)
        {
            TileNodes below = await ReadAsync(tiles, level - 1, index, cancellationToken).ConfigureAwait(false);
            edge.Append((int)(index % FullTile.Width), below.Root);
        }

        return edge;
    }

    private static async ValueTask<TileNodes> ReadAsync(IFullTileReader tiles, int level, long index, CancellationToken cancellationToken) =>
        await tiles.ReadFullTileAsync(level, index, cancellationToken).ConfigureAwait(false) is { Length: FullTile.SizeBytes } hashes
            ? TileNodes.Of(hashes)
            : throw new InvalidDataException($"Full tile {level}/{index} is missing from the store or is not {FullTile.SizeBytes} bytes.");

    private async ValueTask<byte[][]> HashAllAsync(TreeState now, List<LeafRange> ranges, CancellationToken cancellationToken)
    {
        byte[][] hashes = new byte[ranges.Count][];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = await HashAsync(now, ranges[i], cancellationToken).ConfigureAwait(false);
        }

        return hashes;
    }

    private async ValueTask<byte[]> HashAsync(TreeState now, LeafRange range, CancellationToken cancellationToken)
    {
        if (BitOperations.IsPow2(range.Count))
        {
            return await CompleteNodeAsync(now, BitOperations.TrailingZeroCount(range.Count), range.Start, cancellationToken).ConfigureAwait(false);
        }

        if (range.End == now.Size && now.Ragged(range.Start) is { } known)
        {
            return known;
        }

        (LeafRange left, LeafRange right) = range.Split();
        byte[] leftHash = await HashAsync(now, left, cancellationToken).ConfigureAwait(false);
        byte[] rightHash = await HashAsync(now, right, cancellationToken).ConfigureAwait(false);
        return MerkleTree.NodeHash(leftHash, rightHash);
    }

    private async ValueTask<byte[]> CompleteNodeAsync(TreeState now, int height, long start, CancellationToken cancellationToken)
    {
        (int level, int inner) = Math.DivRem(height, TileNodes.Height);
        long node = start >> height;
        int at = (int)(node & ((FullTile.Width >> inner) - 1));
        TileNodes tile = await TileAsync(now, level, node >> (TileNodes.Height - inner), cancellationToken).ConfigureAwait(false);
        return tile.Node(inner, at).ToArray();
    }

    private async ValueTask<TileNodes> TileAsync(TreeState now, int level, long index, CancellationToken cancellationToken)
    {
        if (index == now.EdgeIndexAt(level))
        {
            return now.Edge(level);
        }

        if (cache.Find(level, index) is { } cached)
        {
            return cached;
        }

        TileNodes tile = await ReadAsync(tiles, level, index, cancellationToken).ConfigureAwait(false);

        // The tile above holds this tile's root, up to the edge in memory: a damaged store is found before it can spoil a proof.
        int height = TileNodes.Height * (level + 1);
        byte[] expected = await CompleteNodeAsync(now, height, index << height, cancellationToken).ConfigureAwait(false);
        if (!tile.Root.SequenceEqual(expected))
        {
            throw new InvalidDataException($"Full tile {level}/{index} in the store does not hash to the root the tree has for it.");
        }

        cache.Put(level, index, tile);
        return tile;
    }
}
