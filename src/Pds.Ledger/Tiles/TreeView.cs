using System.Numerics;

namespace Pds.Ledger;

/// <summary>
/// The tree of one checkpoint as its published tiles show it, read as far as a question needs. What it answers is the source's claim until
/// it is held against a signed root: <see cref="RootAtAsync"/> does that, and a verified proof for what is in the proof.
/// One caller at a time; at most 512 tiles stay in memory.
/// </summary>
/// <param name="source">Where the tiles are.</param>
/// <param name="checkpoint">The checkpoint, whose signature was checked when it was opened.</param>
public sealed class TreeView(ITileSource source, Checkpoint checkpoint)
{
    private const int CachedTiles = 512;

    private readonly TileCache cache = new(CachedTiles);

    /// <summary>The checkpoint.</summary>
    public Checkpoint Checkpoint { get; } = checkpoint;

    /// <summary>
    /// The root of the first <paramref name="size"/> leaves, held against the signed root by a consistency proof from the same tiles: what is
    /// returned is what the log signed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ size ≤ the size of the checkpoint.</exception>
    /// <exception cref="InvalidDataException">The tiles do not give the signed root.</exception>
    /// <exception cref="IOException">A tile is missing or cannot be read now.</exception>
    public async ValueTask<byte[]> RootAtAsync(long size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Checkpoint.Size);
        byte[] root = await HashAsync(new LeafRange(0, size), cancellationToken).ConfigureAwait(false);
        bool held = size == 0
            || (await ProveConsistencyAsync(size, cancellationToken).ConfigureAwait(false)).Verify(root, Checkpoint.Root);
        return held ? root : throw new InvalidDataException($"The tiles do not give the signed root at size {Checkpoint.Size}.");
    }

    /// <summary>The proof that this tree extends its own first <paramref name="oldSize"/> leaves. Unverified: verify it with both signed roots.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 ≤ oldSize ≤ the size of the checkpoint.</exception>
    /// <exception cref="InvalidDataException">A tile has another length than its name says.</exception>
    /// <exception cref="IOException">A tile is missing or cannot be read now.</exception>
    public async ValueTask<ConsistencyProof> ProveConsistencyAsync(long oldSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, Checkpoint.Size);
        List<byte[]> path = [];
        foreach (LeafRange range in LeafRange.OfConsistency(oldSize, Checkpoint.Size))
        {
            path.Add(await HashAsync(range, cancellationToken).ConfigureAwait(false));
        }

        return new ConsistencyProof(oldSize, Checkpoint.Size, path);
    }

    /// <summary>
    /// The bytes of a tile of this tree, its length checked. A partial tile that is gone has grown full since (tlog-tiles lets a log drop it
    /// then): the full one begins with it.
    /// </summary>
    /// <exception cref="InvalidDataException">It has another length than its name says.</exception>
    /// <exception cref="IOException">It is missing or cannot be read now.</exception>
    public async ValueTask<byte[]> ReadTileAsync(TilePath tile, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(tile, cancellationToken).ConfigureAwait(false) is { } content)
        {
            return content;
        }

        byte[]? full = tile.IsFull ? null : await TryReadAsync(tile with { Width = FullTile.Width }, cancellationToken).ConfigureAwait(false);
        return full?[..tile.FileBytes] ?? throw new FileNotFoundException($"The file {tile} is missing.", tile.ToString());
    }

    /// <summary>The hash of the complete subtree of 2^height leaves at an index of that height; it ends within the tree.</summary>
    internal async ValueTask<byte[]> NodeAsync(int height, long index, CancellationToken cancellationToken)
    {
        (int level, int inner) = Math.DivRem(height, TileNodes.Height);
        long tile = (index << inner) / FullTile.Width;
        TileNodes nodes = await TileAsync(level, tile, cancellationToken).ConfigureAwait(false);
        return nodes.Node(inner, (int)(index & ((FullTile.Width >> inner) - 1))).ToArray();
    }

    private async ValueTask<byte[]?> TryReadAsync(TilePath tile, CancellationToken cancellationToken)
    {
        byte[]? content = await source.ReadAsync(tile.ToString(), tile.FileBytes, cancellationToken).ConfigureAwait(false);
        return content is null || content.Length == tile.FileBytes
            ? content
            : throw new InvalidDataException($"The file {tile} has {content.Length} bytes instead of {tile.FileBytes}.");
    }

    private async ValueTask<byte[]> HashAsync(LeafRange range, CancellationToken cancellationToken)
    {
        if (range.Count == 0)
        {
            return MerkleTree.EmptyRoot();
        }

        if (BitOperations.IsPow2(range.Count))
        {
            int height = BitOperations.TrailingZeroCount(range.Count);
            return await NodeAsync(height, range.Start >> height, cancellationToken).ConfigureAwait(false);
        }

        (LeafRange left, LeafRange right) = range.Split();
        byte[] leftHash = await HashAsync(left, cancellationToken).ConfigureAwait(false);
        byte[] rightHash = await HashAsync(right, cancellationToken).ConfigureAwait(false);
        return MerkleTree.NodeHash(leftHash, rightHash);
    }

    private async ValueTask<TileNodes> TileAsync(int level, long index, CancellationToken cancellationToken)
    {
        if (cache.Find(level, index) is { } known)
        {
            return known;
        }

        int width = index < TilePath.FullCount(level, Checkpoint.Size) ? FullTile.Width : TilePath.PartialWidth(level, Checkpoint.Size);
        byte[] content = await ReadTileAsync(new TilePath(level, index, width), cancellationToken).ConfigureAwait(false);
        TileNodes nodes = new();
        for (int at = 0; at < width; at++)
        {
            nodes.Append(at, content.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes));
        }

        cache.Put(level, index, nodes);
        return nodes;
    }
}
