using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Owns the database writer and the event chains. One writer loop takes what has arrived since the last commit, writes it in one
/// transaction (a savepoint for each command), advances the chains and the tree, stores the new size and root in the same transaction,
/// commits, has the checkpoint signed, and only then answers.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    private Recorder()
    {
    }

    /// <summary>Opens the ledger: takes the lease, re-derives the old root, and compares it with the public tile directory.</summary>
    /// <param name="options">How to work.</param>
    /// <param name="store">The store; stays the caller's.</param>
    /// <param name="keys">The recorder's keys; taken over.</param>
    /// <param name="signer">The log signer; stays the caller's.</param>
    /// <param name="clock">Advanced to the last ledger time of the store.</param>
    /// <param name="tileDirectory">The public tile directory; null publishes nowhere.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="LedgerRefusedException">The store is older than the tiles, was changed, or belongs to another origin or key.</exception>
    public static ValueTask<Recorder> OpenAsync(
        RecorderOptions options,
        ILedgerStore store,
        RecorderKeys keys,
        LogSigner signer,
        LedgerClock clock,
        string? tileDirectory,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>The ledger's origin.</summary>
    public string Origin => throw new NotImplementedException();

    /// <summary>Whom S_ledger is sealed to (<see cref="LedgerShare.SealForRecorder"/>).</summary>
    public HpkePublicKey PublicKey => throw new NotImplementedException();

    /// <summary>The ledger's clock: never runs back below the last entry.</summary>
    public LedgerClock Clock => throw new NotImplementedException();

    /// <summary>Committed rows.</summary>
    public IRowReader Rows => throw new NotImplementedException();

    /// <summary>The newest signed checkpoint.</summary>
    public Checkpoint Latest => throw new NotImplementedException();

    /// <summary>Verifies <see cref="Latest"/>.</summary>
    public NoteVerifier Verifier => throw new NotImplementedException();

    /// <summary>How far entries have come.</summary>
    public LedgerProgress Progress => throw new NotImplementedException();

    /// <summary>False while the store fails or a commit takes longer than <see cref="RecorderOptions.RecordTimeout"/>; for the health service.</summary>
    public bool IsServing => throw new NotImplementedException();

    /// <summary>Writes a command, all or nothing.</summary>
    /// <exception cref="LedgerUnavailableException">After at most <see cref="RecorderOptions.RecordTimeout"/>.</exception>
    /// <exception cref="ArgumentException">The command passes a bound, or holds an entry only the recorder may write.</exception>
    public ValueTask<Recording> RecordAsync(Command command, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>
    /// Gives S_ledger out again for an intent already published, so that a repeat of the same call can resume (DESIGN section 7).
    /// </summary>
    /// <param name="chain">The chain of the intent.</param>
    /// <param name="grant">The grant the intent must name.</param>
    /// <param name="intentIndex">The intent's leaf index.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The intent and the share for the gate, or a conflict when there is no such intent or the share is gone or withheld.</returns>
    public ValueTask<Recording> ReleaseAgainAsync(
        ChainId chain, GrantId grant, long intentIndex, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Proves an entry in <see cref="Latest"/>; null when no entry has this index.</summary>
    public ValueTask<TlogProof?> ProveAsync(long index, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Proves that an older size is a prefix of a newer one.</summary>
    public ValueTask<ConsistencyProof> ProveConsistencyAsync(
        long oldSize, long newSize, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>An entry of a chain as it was first answered, with a fresh proof; null when this chain has no entry at this index.</summary>
    public ValueTask<RecordedEntry?> FindEntryAsync(ChainId chain, long index, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>
    /// Opens entries of a chain in order. The only opener. For staff and auditors a <see cref="HistoryRead"/> is durable before the first
    /// entry is shown.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="afterSeq">Only entries after this position; -1 from the start.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="who">On whose behalf.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<OpenedEntry> ReadChainAsync(
        ChainId chain, long afterSeq, int limit, Reader who, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Drops rows whose hour-rounded expiry has passed, at most 1,000 a call; none while the clock may not purge (I-12).</summary>
    /// <returns>How many went.</returns>
    public ValueTask<int> PurgeExpiredAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Publishes the tile directory up to <see cref="Latest"/> now.</summary>
    public ValueTask PublishAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
