using System.Numerics;

namespace Pds.Ledger;

/// <summary>
/// One state of the tree, never changed once made: its size, its right-edge tiles, and the hashes of the ragged ranges that end
/// at its right edge. The tiles are shared with later states; a state reads only what was complete at its own size.
/// </summary>
internal sealed class TreeState
{
    private readonly TileNodes[] edges;
    private readonly List<(long Start, byte[] Hash)> raggedRanges = [];

    internal TreeState(long size, TileNodes[] edges)
    {
        (Size, this.edges) = (size, edges);
        Root = size == 0 ? MerkleTree.EmptyRoot() : FoldRightEdge();
    }

    internal long Size { get; }

    internal byte[] Root { get; }

    internal int Levels => edges.Length;

    /// <summary>Hashes in the partial tile at the right edge of a level.</summary>
    internal int WidthAt(int level) => (int)((Size >> (TileNodes.Height * level)) & (FullTile.Width - 1));

    /// <summary>Index of the partial (or still empty) tile at the right edge of a level.</summary>
    internal long EdgeIndexAt(int level) => level >= 7 ? 0 : Size >> (TileNodes.Height * (level + 1));

    internal TileNodes Edge(int level) => edges[level];

    internal TileNodes[] CopyEdges() => [.. edges];

    /// <summary>The hash of [start, Size) when that range is ragged at the right edge.</summary>
    internal byte[]? Ragged(long start) => raggedRanges.Find(range => range.Start == start).Hash;

    // Joins the complete subtrees of the right edge, smallest first: each set bit of the size is one of them.
    private byte[] FoldRightEdge()
    {
        byte[]? hash = null;
        long start = Size;
        for (long bits = Size; bits != 0; bits &= bits - 1)
        {
            int height = BitOperations.TrailingZeroCount(bits);
            start -= 1L << height;
            ReadOnlySpan<byte> subtree = CompleteEdgeNode(height, start >> height);
            hash = hash is null ? subtree.ToArray() : MerkleTree.NodeHash(subtree, hash);
            raggedRanges.Add((start, hash));
        }

        return hash!;
    }

    private ReadOnlySpan<byte> CompleteEdgeNode(int height, long at)
    {
        (int level, int inner) = Math.DivRem(height, TileNodes.Height);
        return edges[level].Node(inner, (int)(at & ((FullTile.Width >> inner) - 1)));
    }
}
