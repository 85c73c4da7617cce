using System.Text;

namespace Pds.Ledger;

/// <summary>
/// Writes the log as static files (C2SP tlog-tiles): tiles and bundles first, the checkpoint last, each whole or not at all, each
/// durable before the next depends on it, never backwards. It hashes what it writes by itself, so no checkpoint is published over
/// tiles that do not give its root. One instance, one caller at a time.
/// </summary>
public sealed class TilePublisher
{
    private readonly LogDirectory directory;
    private readonly NoteVerifier log;
    private readonly ILeafReader leaves;
    private LogTree? published;

    /// <summary>Publishes into <paramref name="directory"/>, which is made when missing.</summary>
    public TilePublisher(string directory, NoteVerifier log, ILeafReader leaves) =>
        (this.directory, this.log, this.leaves) = (new LogDirectory(directory), log, leaves);

    /// <summary>
    /// Reads the directory and compares it with the store's log. Call it at start; refuse to go on unless
    /// <see cref="PublishedState.MayContinue"/>.
    /// </summary>
    public async ValueTask<PublishedState> InspectAsync(LogTree store, CancellationToken cancellationToken)
    {
        directory.DeleteTemporaries();
        if (await LoadAsync(cancellationToken).ConfigureAwait(false) is { } damage)
        {
            return damage;
        }

        long size = published!.Size;
        if (size > store.Size)
        {
            return new PublishedState.Ahead(size, store.Size);
        }

        byte[] storeRoot = await store.RootAtAsync(size, cancellationToken).ConfigureAwait(false);
        return !storeRoot.AsSpan().SequenceEqual(published.Root) ? new PublishedState.Inconsistent(size)
            : size == store.Size && directory.Read(LogDirectory.CheckpointName) is not null ? new PublishedState.Current(size)
            : size == 0 ? new PublishedState.Empty()
            : new PublishedState.Behind(size, store.Size);
    }

    /// <summary>Advances the directory to <paramref name="checkpoint"/>. An older one, or the one that is published, changes nothing.</summary>
    /// <exception cref="InvalidDataException">
    /// The directory is damaged, the checkpoint is another root at the published size, or the leaves do not give its root: the old
    /// checkpoint stands.
    /// </exception>
    /// <exception cref="IOException">A file could not be made durable: the old checkpoint stands.</exception>
    public async ValueTask PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (published is null && await LoadAsync(cancellationToken).ConfigureAwait(false) is { } damage)
        {
            throw new InvalidDataException($"The published log is damaged: {damage.File}: {damage.Reason}");
        }

        if (checkpoint.Size < published!.Size || (checkpoint.Size == published.Size && checkpoint.Size > 0))
        {
            RefuseFork(checkpoint, published);
            return;
        }

        LogTree tree = published;

        // Until the new checkpoint is durable the directory is the truth: whatever fails below, the next call reads it again.
        published = null;
        await AdvanceAsync(tree, checkpoint, cancellationToken).ConfigureAwait(false);
        published = tree;
    }

    private static void RefuseFork(Checkpoint checkpoint, LogTree published)
    {
        if (checkpoint.Size == published.Size && !checkpoint.Root.AsSpan().SequenceEqual(published.Root))
        {
            throw new InvalidDataException($"There are two roots for {checkpoint.Size} leaves: the published one stands.");
        }
    }

    private static IEnumerable<(TilePath Path, byte[] Hashes)> PartialTiles(LogTree tree) => tree.PartialTiles()
        .Select(tile => (new TilePath(tile.Level, tile.Index, tile.Hashes.Length / MerkleTree.HashBytes), tile.Hashes));

    private async ValueTask AdvanceAsync(LogTree tree, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        HashSet<string> directoriesToSync = [];
        List<FullTile> filled = [];
        HashSet<TilePath> there = [.. PartialTiles(tree).Select(tile => tile.Path)];
        while (tree.Size < checkpoint.Size)
        {
            filled.AddRange(await WriteOneBundleAsync(tree, checkpoint.Size, directoriesToSync, cancellationToken).ConfigureAwait(false));
        }

        foreach ((TilePath path, byte[] hashes) in PartialTiles(tree).Where(tile => !there.Contains(tile.Path)))
        {
            directory.Write(path, hashes, directoriesToSync);
        }

        if (!checkpoint.Root.AsSpan().SequenceEqual(tree.Root))
        {
            throw new InvalidDataException($"The store's first {checkpoint.Size} leaves do not give the root of the checkpoint.");
        }

        // If power fails here, the old checkpoint and all its tiles are there; what lies beyond it is written again next time.
        LogDirectory.Sync(directoriesToSync);

        // If power fails on this line, readers see the old or the new checkpoint, and the tiles of both.
        directory.WriteCheckpoint(checkpoint);

        // From here on the new checkpoint is public. Partial tiles are dropped only now: the old checkpoint needed them.
        foreach (FullTile tile in filled)
        {
            directory.DeletePartials(tile.Level, tile.Index);
            if (tile.Level == 0)
            {
                directory.DeletePartials(TilePath.Entries, tile.Index);
            }
        }
    }

    // Goes to the end of the present bundle or of the log, whichever comes first; a partial bundle is written again from its start.
    private async ValueTask<IReadOnlyList<FullTile>> WriteOneBundleAsync(
        LogTree tree, long size, HashSet<string> directoriesToSync, CancellationToken cancellationToken)
    {
        long index = tree.Size / FullTile.Width, start = index * FullTile.Width;
        int width = (int)Math.Min(FullTile.Width, size - start);
        IReadOnlyList<byte[]> commitments = await leaves.ReadCommitmentsAsync(start, width, cancellationToken).ConfigureAwait(false);
        if (commitments.Count != width)
        {
            throw new InvalidDataException($"The store gave {commitments.Count} of {width} leaves from {start}.");
        }

        PendingAppend append = tree.Prepare([.. commitments.Skip((int)(tree.Size - start))]);
        directory.Write(new TilePath(TilePath.Entries, index, width), EntryBundle.Encode(commitments), directoriesToSync);
        foreach (FullTile tile in append.FullTiles)
        {
            directory.Write(new TilePath(tile.Level, tile.Index, FullTile.Width), tile.Hashes.Span, directoriesToSync);
        }

        tree.Accept(append);
        return append.FullTiles;
    }

    private async ValueTask<PublishedState.Damaged?> LoadAsync(CancellationToken cancellationToken)
    {
        if (directory.Read(LogDirectory.CheckpointName) is not { } note)
        {
            published = LogTree.Empty(directory);
            return null;
        }

        if (!Checkpoint.TryOpen(Encoding.UTF8.GetString(note), log, out Checkpoint? checkpoint))
        {
            return new PublishedState.Damaged(LogDirectory.CheckpointName, "It is not signed by this log's key.");
        }

        TilePath bundle = new(TilePath.Entries, checkpoint.Size / FullTile.Width, (int)(checkpoint.Size % FullTile.Width));
        byte[] trailing = bundle.Width == 0 ? [] : directory.Read(bundle.ToString()) ?? [];
        if (!EntryBundle.TryDecode(trailing, bundle.Width, out byte[][] commitments))
        {
            return new PublishedState.Damaged(bundle.ToString(), "It is missing or not a bundle of entries.");
        }

        return await OpenAsync(checkpoint, commitments, cancellationToken).ConfigureAwait(false) ? null : WhatIsDamaged();
    }

    private async ValueTask<bool> OpenAsync(Checkpoint checkpoint, byte[][] trailingCommitments, CancellationToken cancellationToken)
    {
        try
        {
            LogTree tree = await LogTree.OpenAsync(directory, checkpoint.Size, trailingCommitments, cancellationToken).ConfigureAwait(false);
            published = tree.Root.AsSpan().SequenceEqual(checkpoint.Root) ? tree : null;
        }
        catch (InvalidDataException)
        {
            // A full tile is missing or short; the check below says which.
            published = null;
        }

        return published is not null;
    }

    private PublishedState.Damaged WhatIsDamaged() => new LogChecker(log).Check(directory) is LogCheck.Faulty fault
        ? new PublishedState.Damaged(fault.File, fault.Reason)
        : new PublishedState.Damaged(TilePath.Root, "The tiles do not give the root of the checkpoint.");
}
