namespace Pds.Ledger;

/// <summary>One state of the tree that never changes once made: its size, its root and its right edge.</summary>
internal sealed class TreeState
{
    internal required long Size { get; init; }

    internal required byte[] Root { get; init; }
}
