namespace Pds.Ledger;

/// <summary>
/// A batch hashed on top of the tree but not yet part of it. Store the commitments, <see cref="FullTiles"/>, <see cref="Size"/> and
/// <see cref="Root"/> in one transaction, commit, then <see cref="LogTree.Accept"/> it. Forgetting it undoes it.
/// </summary>
public sealed class PendingAppend
{
    internal PendingAppend(TreeState before, TreeState after, IReadOnlyList<FullTile> fullTiles) =>
        (Before, After, FullTiles) = (before, after, fullTiles);

    /// <summary>Index of the first leaf of the batch: the size of the tree before it.</summary>
    public long FirstIndex => Before.Size;

    /// <summary>Leaves of the tree with the batch.</summary>
    public long Size => After.Size;

    /// <summary>Root of the tree with the batch, 32 bytes.</summary>
    public byte[] Root => [.. After.Root];

    /// <summary>Tiles this batch filled, lower levels first; usually none.</summary>
    public IReadOnlyList<FullTile> FullTiles { get; }

    internal TreeState Before { get; }

    internal TreeState After { get; }
}
