namespace Pds.Ledger;

/// <summary>A tile that became full: 256 hashes that will never change again. Stored in the transaction that stores its last leaf.</summary>
/// <param name="Level">0 holds leaf hashes; a hash at level n + 1 is the root of a full tile at level n.</param>
/// <param name="Index">Place of the tile within its level.</param>
/// <param name="Hashes">8,192 bytes.</param>
public sealed record FullTile(int Level, long Index, ReadOnlyMemory<byte> Hashes)
{
    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 256;

    /// <summary>Size of a full tile, in bytes.</summary>
    public const int SizeBytes = Width * MerkleTree.HashBytes;
}
