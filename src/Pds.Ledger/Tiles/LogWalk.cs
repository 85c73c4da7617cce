using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>One check of one log: the steps of <see cref="LogChecker"/>, to be taken in this order. Each returns the first fault or null.</summary>
internal sealed class LogWalk(ILogFiles files, Checkpoint checkpoint, VerifiedFiles tiles, VerifiedFiles bundles)
{
    private readonly List<TilePath> superseded = [];
    private readonly List<string> beyond = [];

    // All hashes of the level above the one being walked, already held by the signed root.
    private byte[] above = [];

    internal IReadOnlyList<string> Beyond => beyond;

    private long Size => checkpoint.Size;

    private int Levels => Enumerable.Range(0, TilePath.MaxLevels).Count(level => Size >> (TileNodes.Height * level) > 0);

    /// <summary>Sorts the files: of this tree, older partial forms of it, or beyond it. Anything else is a fault.</summary>
    internal LogCheck.Faulty? CheckNames()
    {
        foreach (string path in files.ListTiles())
        {
            if (!TilePath.TryParse(path, out TilePath tile))
            {
                return new LogCheck.Faulty(path, 0, "The name is not that of a tile or a bundle.");
            }

            long full = TilePath.FullCount(tile.TreeLevel, Size);
            int partial = TilePath.PartialWidth(tile.TreeLevel, Size);
            if (tile.Index > full || (tile.Index == full && tile.Width > partial))
            {
                beyond.Add(path);
            }
            else if (!tile.IsFull && !(tile.Index == full && tile.Width == partial))
            {
                superseded.Add(tile);
            }
        }

        return null;
    }

    /// <summary>The partial tiles of all levels together give the root. When they do not, the level below tells which is wrong.</summary>
    internal LogCheck.Faulty? CheckRightEdge()
    {
        TileNodes[] edges = new TileNodes[Levels];
        for (int level = 0; level < edges.Length; level++)
        {
            edges[level] = new TileNodes();
            if (ReadPartial(level, edges[level]) is { } fault)
            {
                return fault;
            }
        }

        return new TreeState(Size, edges).Root.AsSpan().SequenceEqual(checkpoint.Root) ? null : FindFaultAtEdge();
    }

    /// <summary>From the highest level down, each full tile has the root that the level above holds; then the entries.</summary>
    internal LogCheck.Faulty? CheckLevels()
    {
        for (int level = Levels - 1; level >= 0; level--)
        {
            if (CheckLevel(level) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>What was published of a tile before it grew is a prefix of it.</summary>
    internal LogCheck.Faulty? CheckSuperseded()
    {
        foreach (TilePath old in superseded)
        {
            long full = TilePath.FullCount(old.TreeLevel, Size);
            int width = old.Index < full ? FullTile.Width : TilePath.PartialWidth(old.TreeLevel, Size);
            byte[] now = files.Read((old with { Width = width }).ToString()) ?? [];
            byte[] then = files.Read(old.ToString()) ?? [];
            int same = now.AsSpan().CommonPrefixLength(then);
            if (then.Length != old.FileBytes || same != then.Length)
            {
                return new LogCheck.Faulty(old.ToString(), same, "It is not the beginning of what the tile became.");
            }
        }

        return null;
    }

    private LogCheck.Faulty? CheckLevel(int level)
    {
        using MemoryStream hashes = new();
        long full = TilePath.FullCount(level, Size);
        int partial = TilePath.PartialWidth(level, Size);
        for (long index = 0; index < full + (partial > 0 ? 1 : 0); index++)
        {
            TilePath tile = new(level, index, index < full ? FullTile.Width : partial);
            if (Read(tile, out byte[] content) is { } missing)
            {
                return missing;
            }

            if (tile.IsFull && !HasRoot(content, above.AsSpan((int)index * MerkleTree.HashBytes, MerkleTree.HashBytes)))
            {
                return FaultIn(tile, content);
            }

            if (level == 0)
            {
                if (CheckBundle(tile, content) is { } fault)
                {
                    return fault;
                }
            }
            else
            {
                hashes.Write(content);
            }
        }

        above = hashes.ToArray();
        return null;
    }

    private bool HasRoot(byte[] content, ReadOnlySpan<byte> root)
    {
        if (tiles.Contains(content, root))
        {
            return true;
        }

        bool matches = TileNodes.Of(content).Root.SequenceEqual(root);
        if (matches)
        {
            tiles.Add(content, root);
        }

        return matches;
    }

    // The tile is held by the root by now, so where the two differ the bundle is wrong.
    private LogCheck.Faulty? CheckBundle(TilePath tile, byte[] leafHashes)
    {
        TilePath path = tile with { Level = TilePath.Entries };
        if (Read(path, out byte[] bundle) is { } missing)
        {
            return missing;
        }

        byte[] leafDigest = Sha256.Hash(leafHashes);
        if (bundles.Contains(bundle, leafDigest))
        {
            return null;
        }

        for (int at = 0; at < tile.Width; at++)
        {
            if (!EntryBundle.TryRead(bundle, at, out ReadOnlySpan<byte> commitment))
            {
                return new LogCheck.Faulty(path.ToString(), at * EntryBundle.EntryBytes, "There is no entry of 33 bytes and version 1 here.");
            }

            if (!LeafEntry.Hash(commitment).AsSpan().SequenceEqual(leafHashes.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes)))
            {
                return new LogCheck.Faulty(path.ToString(), at * EntryBundle.EntryBytes, "The entry does not hash to the leaf the tree holds.");
            }
        }

        bundles.Add(bundle, leafDigest);
        return null;
    }

    private LogCheck.Faulty? ReadPartial(int level, TileNodes edge)
    {
        int width = TilePath.PartialWidth(level, Size);
        if (width == 0)
        {
            return null;
        }

        LogCheck.Faulty? fault = Read(new TilePath(level, TilePath.FullCount(level, Size), width), out byte[] content);
        for (int at = 0; fault is null && at < width; at++)
        {
            edge.Append(at, content.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes));
        }

        return fault;
    }

    private LogCheck.Faulty FindFaultAtEdge()
    {
        for (int level = 0; level < Levels; level++)
        {
            TilePath tile = new(level, TilePath.FullCount(level, Size), TilePath.PartialWidth(level, Size));
            if (tile.Width > 0 && Read(tile, out byte[] content) is null && FirstDifference(tile, content) is { } at)
            {
                return new LogCheck.Faulty(tile.ToString(), at * MerkleTree.HashBytes, "The hash is not that of what lies below it, nor in the signed root.");
            }
        }

        return new LogCheck.Faulty(LogDirectory.CheckpointName, 0, "The tiles fit each other, but the signed root is of another tree.");
    }

    private LogCheck.Faulty FaultIn(TilePath tile, byte[] content) => new(
        tile.ToString(), (FirstDifference(tile, content) ?? 0) * MerkleTree.HashBytes, "The tile does not hash to what the tree above it holds.");

    // The first hash of a tile that does not follow from the bundle or the tiles below, as far as those can be read.
    private int? FirstDifference(TilePath tile, byte[] content)
    {
        for (int at = 0; at < tile.Width; at++)
        {
            byte[]? below = HashBelow(tile, at);
            if (below is not null && !below.AsSpan().SequenceEqual(content.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes)))
            {
                return at;
            }
        }

        return null;
    }

    private byte[]? HashBelow(TilePath tile, int at)
    {
        if (tile.Level == 0)
        {
            byte[] bundle = files.Read((tile with { Level = TilePath.Entries }).ToString()) ?? [];
            return EntryBundle.TryRead(bundle, at, out ReadOnlySpan<byte> commitment) ? LeafEntry.Hash(commitment) : null;
        }

        TilePath child = new(tile.Level - 1, (tile.Index * FullTile.Width) + at, FullTile.Width);
        return Read(child, out byte[] content) is null ? TileNodes.Of(content).Root.ToArray() : null;
    }

    private LogCheck.Faulty? Read(TilePath tile, out byte[] content)
    {
        byte[]? read = files.Read(tile.ToString());
        content = read ?? [];
        return read is null ? new LogCheck.Faulty(tile.ToString(), 0, "The file is missing.")
            : read.Length == tile.FileBytes ? null
            : new LogCheck.Faulty(tile.ToString(), Math.Min(read.Length, tile.FileBytes), $"The file has {read.Length} bytes, not {tile.FileBytes}.");
    }
}
