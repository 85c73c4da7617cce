namespace Pds.Ledger;

/// <summary>Grows the right edge leaf by leaf and lists the tiles that become full on the way. About two hashes a leaf.</summary>
internal sealed class EdgeBuilder(TreeState before)
{
    private readonly List<TileNodes> edges = [.. before.CopyEdges()];
    private readonly List<(FullTile Tile, TileNodes Nodes)> filled = [];
    private long size = before.Size;

    internal void AppendLeaf(ReadOnlySpan<byte> leafHash)
    {
        Push(0, leafHash);
        size++;
    }

    internal PendingAppend Build() => new(before, new TreeState(size, [.. edges]), filled);

    // Level n holds one hash for each full tile of level n - 1, so its position follows from the size alone.
    private void Push(int level, ReadOnlySpan<byte> hash)
    {
        if (level == edges.Count)
        {
            edges.Add(new TileNodes());
        }

        TileNodes tile = edges[level];
        long place = size >> (TileNodes.Height * level);
        int at = (int)(place & (FullTile.Width - 1));
        tile.Append(at, hash);
        if (at == FullTile.Width - 1)
        {
            filled.Add((new FullTile(level, place / FullTile.Width, tile.Hashes(FullTile.Width)), tile));
            edges[level] = new TileNodes();
            Push(level + 1, tile.Root);
        }
    }
}
