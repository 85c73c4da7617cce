namespace Pds.Ledger;

/// <summary>Gives the tree back the full tiles that the store keeps. An interface because each database implements it.</summary>
public interface IFullTileReader
{
    /// <summary>
    /// The 256 hashes (8,192 bytes) of full tile <paramref name="index"/> at <paramref name="level"/>, as they were in
    /// <see cref="FullTile.Hashes"/>, or null when the store has no such tile.
    /// </summary>
    ValueTask<byte[]?> ReadFullTileAsync(int level, long index, CancellationToken cancellationToken);
}
