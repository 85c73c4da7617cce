using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>A log at the moment its recorder has the lease and has derived it again.</summary>
internal sealed record OpenedLog(ILedgerWriter Writer, LogState State, LogTree Tree, StoredLog Log, LogMemo Memo)
{
    /// <summary>
    /// Checks first and writes last: the keys, the leaves and tiles against the stored root, the places of all entries, the public
    /// directory against the tree; only then raises the fence.
    /// </summary>
    /// <exception cref="LedgerRefusedException">Extending this store would fork or damage the log.</exception>
    internal static async ValueTask<OpenedLog> OpenAsync(
        RecorderOptions options,
        ILedgerStore store,
        SecretBytes memoKey,
        PlaceDigest places,
        ClosedBook closed,
        LogSigner signer,
        LedgerClock clock,
        Func<StoredLog, TilePublisher?> publisherOf,
        CancellationToken cancellationToken)
    {
        var log = new StoredLog(store);
        var found = store.ReadState();
        var memo = found is null
            ? LogMemo.First(clock.GetUtcNow(), signer.Verifier.KeyId)
            : CheckedMemo(options, memoKey, signer, clock, found);
        var tree = found is null ? LogTree.Empty(log) : log.Derive(found, cancellationToken);
        log.CheckPlaces(tree.Size, memo.Places, places, ClosedOf(store, closed), cancellationToken);
        if (publisherOf(log) is TilePublisher publisher)
        {
            var published = await publisher.InspectAsync(tree, cancellationToken).ConfigureAwait(false);
            Check(published);
            if (!options.RepublishLog)
            {
                CheckNothingWithdrawn(published, memo.Published);
            }
        }

        var writer = store.OpenWriter();
        var state = writer.TakeLease(found ?? First(options, memoKey, memo));
        return new OpenedLog(writer, state, tree, log, memo);
    }

    private static ClosedLeaves? ClosedOf(ILedgerStore store, ClosedBook closed)
    {
        try
        {
            return closed.Read(store.FindRow)?.Leaves;
        }
        catch (InvalidDataException changed)
        {
            throw new LedgerRefusedException("The bitmap of closed leaves was changed at rest. Restore a whole copy.", changed);
        }
    }

    private static LogState First(RecorderOptions options, SecretBytes memoKey, LogMemo memo)
    {
        var root = MerkleTree.EmptyRoot();
        return new LogState(0, root, 0, memo.Close(memoKey, options.Origin, 0, root));
    }

    private static LogMemo CheckedMemo(RecorderOptions options, SecretBytes memoKey, LogSigner signer, LedgerClock clock, LogState found)
    {
        var memo = LogMemo.Open(memoKey, options.Origin, found);
        if (memo.LogKeyId != signer.Verifier.KeyId)
        {
            throw new LedgerRefusedException("The log was signed with another log key. Give the recorder the key file that belongs to this store.");
        }

        clock.Resume(memo.LastTime, memo.ClockLeapt);
        return memo;
    }

    /// <summary>
    /// An old store beside an emptied directory would sign second roots at sizes already used, and the directory is all that could tell.
    /// So a directory that lost what this store saw published is a question for a person.
    /// </summary>
    private static void CheckNothingWithdrawn(PublishedState state, long published)
    {
        var there = state switch
        {
            PublishedState.Current current => current.Size,
            PublishedState.Behind behind => behind.PublishedSize,
            _ => 0,
        };
        if (there < published)
        {
            throw new LedgerRefusedException(
                $"The public log has {there} entries, but {published} were published already: its directory is missing or an old copy. "
                + "Restore it. Only when this store is certainly the newest may the log be published again from it (option republish-log).");
        }
    }

    private static void Check(PublishedState state)
    {
        if (!state.MayContinue)
        {
            throw new LedgerRefusedException(state switch
            {
                PublishedState.Ahead ahead =>
                    $"The store holds {ahead.StoreSize} entries, but {ahead.PublishedSize} are published: the store is an old copy. Restore the newest one.",
                PublishedState.Inconsistent inconsistent =>
                    $"The published log and the store differ below entry {inconsistent.PublishedSize}: one of them is not this ledger's.",
                PublishedState.Damaged damaged => $"The published file {damaged.File} is damaged: {damaged.Reason}",
                _ => "The published log does not belong to this store.",
            });
        }
    }
}
