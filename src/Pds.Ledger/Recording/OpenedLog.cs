using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>A log at the moment its recorder has the lease and has derived it again.</summary>
internal sealed record OpenedLog(ILedgerWriter Writer, LogState State, LogTree Tree, StoredLog Log)
{
    /// <summary>
    /// Checks first and writes last: the keys, the leaves and tiles against the stored root, the public directory against the tree; only
    /// then raises the fence.
    /// </summary>
    /// <exception cref="LedgerRefusedException">Extending this store would fork or damage the log.</exception>
    internal static async ValueTask<OpenedLog> OpenAsync(
        RecorderOptions options,
        ILedgerStore store,
        SecretBytes memoKey,
        LogSigner signer,
        LedgerClock clock,
        Func<StoredLog, TilePublisher?> publisherOf,
        CancellationToken cancellationToken)
    {
        var log = new StoredLog(store);
        var found = store.ReadState();
        if (found is not null)
        {
            CheckMemo(options, memoKey, signer, clock, found);
        }

        var tree = found is null ? LogTree.Empty(log) : log.Derive(found, cancellationToken);
        if (publisherOf(log) is TilePublisher publisher)
        {
            Check(await publisher.InspectAsync(tree, cancellationToken).ConfigureAwait(false));
        }

        var writer = store.OpenWriter();
        var state = writer.TakeLease(found ?? First(options, memoKey, signer, clock));
        return new OpenedLog(writer, state, tree, log);
    }

    private static LogState First(RecorderOptions options, SecretBytes memoKey, LogSigner signer, LedgerClock clock)
    {
        var root = MerkleTree.EmptyRoot();
        return new LogState(0, root, 0, new LogMemo(clock.GetUtcNow(), signer.Verifier.KeyId).Close(memoKey, options.Origin, 0, root));
    }

    private static void CheckMemo(RecorderOptions options, SecretBytes memoKey, LogSigner signer, LedgerClock clock, LogState found)
    {
        var memo = LogMemo.Open(memoKey, options.Origin, found);
        if (memo.LogKeyId != signer.Verifier.KeyId)
        {
            throw new LedgerRefusedException("The log was signed with another log key. Give the recorder the key file that belongs to this store.");
        }

        clock.Advance(memo.LastTime);
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
