namespace Pds.Ledger;

/// <summary>Leaves and full tiles of the store, as the tree and the tile publisher read them.</summary>
internal sealed class StoredLog(ILedgerStore store) : IFullTileReader, ILeafReader
{
    private const int ChunkLeaves = 16 * FullTile.Width;

    public ValueTask<byte[]?> ReadFullTileAsync(int level, long index, CancellationToken cancellationToken) =>
        ValueTask.FromResult(StoreFaults.Guard(() => store.ReadTile(level, index)));

    public ValueTask<IReadOnlyList<byte[]>> ReadCommitmentsAsync(long start, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult(StoreFaults.Guard(() => store.ReadCommitments(start, count)));

    /// <summary>
    /// Derives the tree again from the first leaf to the last, comparing every full tile on the way: what the recorder extends is what it
    /// signed, or it extends nothing. About a second for a million leaves.
    /// </summary>
    /// <exception cref="LedgerRefusedException">Leaves, tiles and stored root do not agree.</exception>
    internal LogTree Derive(LogState state, CancellationToken cancellationToken)
    {
        var tree = LogTree.Empty(this);
        while (tree.Size < state.Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var leaves = store.ReadCommitments(tree.Size, (int)Math.Min(ChunkLeaves, state.Size - tree.Size));
            if (leaves.Count == 0)
            {
                throw new LedgerRefusedException($"The store ends at leaf {tree.Size}, but its log has {state.Size}. Restore a whole copy.");
            }

            Extend(tree, leaves);
        }

        return tree.Root.AsSpan().SequenceEqual(state.Root)
            ? tree
            : throw new LedgerRefusedException($"The leaves of the store do not give its root at size {state.Size}: the store was changed.");
    }

    /// <summary>
    /// Compares the place of every entry with what the recorder noted as it wrote: an entry deleted from the end of a chain, or moved into
    /// another one, leaves leaves and tiles as they were. A closed leaf has no place any more, whether its sealed entry is dropped yet or not. About a second for a million entries.
    /// </summary>
    /// <exception cref="LedgerRefusedException">Entries and note do not agree.</exception>
    internal void CheckPlaces(long size, byte[] expected, PlaceDigest places, ClosedLeaves? closed, CancellationToken cancellationToken)
    {
        var (count, digest) = (closed?.Count ?? 0, new byte[PlaceDigest.SizeBytes]);
        EventPlace? after = null;
        for (var page = store.ReadPlaces(after, ChunkLeaves); page.Count > 0; page = store.ReadPlaces(after, ChunkLeaves))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var open = page.Where(place => closed?.Contains(place.Index) != true).ToList();
            foreach (var mac in open.AsParallel().Select(places.Of))
            {
                PlaceDigest.Add(digest, mac);
            }

            (count, after) = (count + open.Count, page[^1]);
        }

        if (count != size || !digest.AsSpan().SequenceEqual(expected))
        {
            throw new LedgerRefusedException(
                $"The log has {size} entries, but the store's {count} events do not stand where they were written: the store was changed. Restore a whole copy.");
        }
    }

    /// <summary>Opens the tree from its right edge only: enough after a failed write, when this process has derived the rest before.</summary>
    internal async ValueTask<LogTree> ReopenAsync(LogState state, CancellationToken cancellationToken)
    {
        var trailing = (int)(state.Size % FullTile.Width);
        var leaves = trailing == 0 ? [] : store.ReadCommitments(state.Size - trailing, trailing);
        var tree = await LogTree.OpenAsync(this, state.Size, leaves, cancellationToken).ConfigureAwait(false);
        return tree.Root.AsSpan().SequenceEqual(state.Root)
            ? tree
            : throw new LedgerRefusedException($"The right edge of the store does not give its root at size {state.Size}: the store was changed.");
    }

    private void Extend(LogTree tree, IReadOnlyList<byte[]> leaves)
    {
        var append = tree.Prepare(leaves);
        foreach (var tile in append.FullTiles)
        {
            if (store.ReadTile(tile.Level, tile.Index) is not byte[] stored || !stored.AsSpan().SequenceEqual(tile.Hashes.Span))
            {
                throw new LedgerRefusedException($"Tile {tile.Index} of level {tile.Level} does not follow from the leaves: the store was changed.");
            }
        }

        tree.Accept(append);
    }
}
