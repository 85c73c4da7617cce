using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pds.Ledger;

/// <summary>
/// A watcher's memory of a log: the last checkpoint it believed and the hash tiles under it, as files in the layout of tlog-tiles, without the
/// entries. It only grows, and only by leaves that give the next signed root when they are appended to what is remembered; so it can always say
/// where another view of the log parts from it. One caller at a time.
/// </summary>
public sealed class LogMirror
{
    private readonly LogDirectory directory;
    private readonly string root;
    private TreeState state = new(0, []);

    private LogMirror(string root) => (directory, this.root) = (new LogDirectory(root), root);

    /// <summary>The last checkpoint believed; null before the first.</summary>
    public Checkpoint? Last { get; private set; }

    /// <summary>The remembered tree; null before the first checkpoint.</summary>
    public TreeView? View => Last is null ? null : new TreeView(directory, Last);

    /// <summary>Opens what is remembered in a directory; an empty or missing one remembers nothing.</summary>
    /// <exception cref="InvalidDataException">What is there is not a checkpoint of this log, or its tiles do not give its root: somebody changed it.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public static LogMirror Open(string root, NoteVerifier log)
    {
        LogMirror mirror = new(root);
        mirror.directory.DeleteTemporaries();
        if (mirror.directory.Read(LogDirectory.CheckpointName) is not { } note)
        {
            return mirror;
        }

        if (!Checkpoint.TryOpen(Encoding.UTF8.GetString(note), log, out Checkpoint? last) || !mirror.TryLoad(last))
        {
            throw new InvalidDataException($"What is remembered in {root} is not a checkpoint of {log} with its tiles.");
        }

        mirror.Last = last;
        return mirror;
    }

    /// <summary>
    /// Takes over the tiles of a newer checkpoint and then remembers it. Each leaf hash is appended to the remembered tree; the result must be
    /// the signed root, which proves at once that the log only grew.
    /// </summary>
    /// <exception cref="InvalidDataException">It did not only grow, or its tiles do not give its signed root; what was remembered stands.</exception>
    /// <exception cref="IOException">A tile is missing or cannot be read now, or the disk refused; what was remembered stands.</exception>
    public async ValueTask AdvanceAsync(TreeView view, CancellationToken cancellationToken)
    {
        HashSet<string> directoriesToSync = [];
        TreeState grown = state;
        while (grown.Size < view.Checkpoint.Size)
        {
            grown = await AppendTileAsync(grown, view, directoriesToSync, cancellationToken).ConfigureAwait(false);
        }

        if (!grown.Root.AsSpan().SequenceEqual(view.Checkpoint.Root))
        {
            throw new InvalidDataException($"The leaves do not continue the remembered tree to the signed root at size {view.Checkpoint.Size}.");
        }

        foreach ((TilePath tile, byte[] hashes) in Partials(grown))
        {
            directory.Write(tile, hashes, directoriesToSync);
        }

        Directory.CreateDirectory(root);
        LogDirectory.Sync(directoriesToSync);

        // If power fails on this line, the old or the new checkpoint is remembered, and the tiles of both are there.
        directory.WriteCheckpoint(view.Checkpoint);
        DropOldPartials(grown);
        (state, Last) = (grown, view.Checkpoint);
    }

    // Goes to the end of the present tile or of the log. Full tiles are written as they come: until the checkpoint names them they mean nothing.
    private async ValueTask<TreeState> AppendTileAsync(
        TreeState before, TreeView view, HashSet<string> directoriesToSync, CancellationToken cancellationToken)
    {
        long index = before.Size / FullTile.Width;
        int known = (int)(before.Size % FullTile.Width);
        int width = (int)Math.Min(FullTile.Width, view.Checkpoint.Size - (index * FullTile.Width));
        byte[] hashes = await view.ReadTileAsync(new TilePath(0, index, width), cancellationToken).ConfigureAwait(false);
        EdgeBuilder edge = new(before);
        for (int at = known; at < width; at++)
        {
            edge.AppendLeaf(hashes.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes));
        }

        PendingAppend append = edge.Build();
        foreach (FullTile tile in append.FullTiles)
        {
            directory.Write(new TilePath(tile.Level, tile.Index, FullTile.Width), tile.Hashes.Span, directoriesToSync);
        }

        return append.After;
    }

    private bool TryLoad(Checkpoint last)
    {
        List<TileNodes> edges = [];
        for (int level = 0; level < TilePath.MaxLevels && last.Size >> (TileNodes.Height * level) > 0; level++)
        {
            TilePath tile = new(level, TilePath.FullCount(level, last.Size), TilePath.PartialWidth(level, last.Size));
            if (!TryReadEdge(tile, out TileNodes? edge))
            {
                return false;
            }

            edges.Add(edge);
        }

        state = new TreeState(last.Size, [.. edges]);
        return state.Root.AsSpan().SequenceEqual(last.Root);
    }

    private bool TryReadEdge(TilePath tile, [NotNullWhen(true)] out TileNodes? edge)
    {
        edge = null;
        byte[]? hashes = tile.Width == 0 ? [] : directory.Read(tile.ToString());
        if (hashes?.Length != tile.FileBytes)
        {
            return false;
        }

        edge = new TileNodes();
        for (int at = 0; at < tile.Width; at++)
        {
            edge.Append(at, hashes.AsSpan(at * MerkleTree.HashBytes, MerkleTree.HashBytes));
        }

        return true;
    }

    private void DropOldPartials(TreeState grown)
    {
        HashSet<string> needed = [.. Partials(grown).Select(partial => partial.Tile.ToString())];
        foreach (string old in directory.ListTiles().Where(path => path.Contains(".p/", StringComparison.Ordinal) && !needed.Contains(path)))
        {
            File.Delete(Path.Combine(root, old));
        }
    }

    private static IEnumerable<(TilePath Tile, byte[] Hashes)> Partials(TreeState tree)
    {
        for (int level = 0; level < tree.Levels; level++)
        {
            if (tree.WidthAt(level) is > 0 and var width)
            {
                yield return (new TilePath(level, tree.EdgeIndexAt(level), width), tree.Edge(level).Hashes(width));
            }
        }
    }
}
