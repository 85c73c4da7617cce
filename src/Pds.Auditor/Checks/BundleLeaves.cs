using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>The commitments of the log's entry bundles, read one bundle at a time.</summary>
/// <param name="files">The log.</param>
/// <param name="size">Leaves in it.</param>
internal sealed class BundleLeaves(ILogFiles files, long size) : IFullTileReader
{
    private long loaded = -1;
    private byte[] bundle = [];

    /// <summary>C of a leaf, 32 bytes; null when its bundle does not hold it.</summary>
    public byte[]? Find(long index)
    {
        if (index < 0 || index >= size)
        {
            return null;
        }

        if (index / FullTile.Width != loaded)
        {
            loaded = index / FullTile.Width;
            var width = (int)Math.Min(FullTile.Width, size - (loaded * FullTile.Width));
            bundle = files.Read(new TilePath(TilePath.Entries, loaded, width).ToString()) ?? [];
        }

        return EntryBundle.TryRead(bundle, (int)(index % FullTile.Width), out var commitment) ? commitment.ToArray() : null;
    }

    /// <summary>The root of the first leaves; null when one of them cannot be read.</summary>
    public byte[]? RootAt(long leaves)
    {
        var tree = LogTree.Empty(this);
        while (tree.Size < leaves)
        {
            var some = Enumerable.Range(0, (int)Math.Min(FullTile.Width, leaves - tree.Size)).Select(n => Find(tree.Size + n)).ToList();
            if (some.Contains(null))
            {
                return null;
            }

            tree.Accept(tree.Prepare(some!));
        }

        return tree.Root;
    }

    // A tree that only grows asks for nothing back.
    ValueTask<byte[]?> IFullTileReader.ReadFullTileAsync(int level, long index, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);
}
