namespace Pds.Ledger;

/// <summary>
/// A batch hashed on top of the tree but not yet part of it. Store the commitments, <see cref="FullTiles"/>, <see cref="Size"/> and
/// <see cref="Root"/> in one transaction, commit, then <see cref="LogTree.Accept"/> it. Forgetting it undoes it.
/// </summary>
public sealed class PendingAppend
{
    internal PendingAppend(TreeState before, TreeState after, IReadOnlyList<(FullTile Tile, TileNodes Nodes)> filled)
    {
        (Before, After, Filled) = (before, after, filled);
        FullTiles = [.. filled.Select(full => full.Tile)];
    }

    /// <summary>Index of the first leaf of the batch: the size of the tree before it.</summary>
    public long FirstIndex => Before.Size;

    /// <summary>Leaves of the tree with the batch.</summary>
    public long Size => After.Size;

    /// <summary>Root of the tree with the batch, 32 bytes.</summary>
    public byte[] Root => [.. After.Root];

    /// <summary>Tiles this batch filled, in the order they filled, so that a tile comes before the one its root goes into; usually none.</summary>
    public IReadOnlyList<FullTile> FullTiles { get; }

    internal TreeState Before { get; }

    internal TreeState After { get; }

    internal IReadOnlyList<(FullTile Tile, TileNodes Nodes)> Filled { get; }
}
