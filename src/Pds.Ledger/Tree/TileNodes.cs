namespace Pds.Ledger;

/// <summary>
/// A tile with the nodes inside it: 256 hashes, the 128 above them, up to its root: 511 hashes, 16 KiB. Positions are only ever
/// filled left to right and a node only when complete, so one writer may append while others read what was complete before.
/// </summary>
internal sealed class TileNodes
{
    /// <summary>Height of the tree inside a tile.</summary>
    internal const int Height = 8;

    private readonly byte[] nodes = new byte[((2 * FullTile.Width) - 1) * MerkleTree.HashBytes];

    /// <summary>The tile's root; complete once 256 hashes are in.</summary>
    internal ReadOnlySpan<byte> Root => Node(Height, 0);

    /// <summary>Reads a stored full tile and works out the nodes inside it.</summary>
    internal static TileNodes Of(ReadOnlySpan<byte> hashes)
    {
        TileNodes tile = new();
        for (int at = 0; at < FullTile.Width; at++)
        {
            tile.Append(at, hashes.Slice(at * MerkleTree.HashBytes, MerkleTree.HashBytes));
        }

        return tile;
    }

    /// <summary>The node at a height inside the tile (0 = the tile's hashes).</summary>
    internal ReadOnlySpan<byte> Node(int height, int at) => Place(height, at);

    /// <summary>The first <paramref name="width"/> hashes: the bytes of the tile file.</summary>
    internal byte[] Hashes(int width) => nodes[..(width * MerkleTree.HashBytes)];

    /// <summary>Puts a hash at its position and completes the nodes above that it completes.</summary>
    internal void Append(int at, ReadOnlySpan<byte> hash)
    {
        hash.CopyTo(Place(0, at));
        for (int height = 0; (at & 1) == 1 && height < Height; height++, at >>= 1)
        {
            MerkleTree.NodeHash(Place(height, at - 1), Place(height, at), Place(height + 1, at >> 1));
        }
    }

    private Span<byte> Place(int height, int at)
    {
        int before = (2 * FullTile.Width) - (2 * FullTile.Width >> height);
        return nodes.AsSpan((before + at) * MerkleTree.HashBytes, MerkleTree.HashBytes);
    }
}
