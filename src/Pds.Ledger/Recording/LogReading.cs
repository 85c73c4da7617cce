namespace Pds.Ledger;

/// <summary>
/// The whole log at one checkpoint, opened for an auditor. It exists only after the reading was entered in every chain of a person or an
/// organisation that it may show bodies of (Q5); the other chains show the places of their entries and nothing of what is in them.
/// </summary>
public sealed class LogReading
{
    private readonly ILedgerStore store;
    private readonly ChainReader reader;
    private readonly IReadOnlyDictionary<string, ChainId> chainsByBlind;
    private readonly Func<ChainId, bool> mayShow;

    internal LogReading(
        ILedgerStore store, ChainReader reader, Checkpoint checkpoint, IReadOnlyDictionary<string, ChainId> chainsByBlind, Func<ChainId, bool> mayShow) =>
        (this.store, this.reader, Checkpoint, this.chainsByBlind, this.mayShow) = (store, reader, checkpoint, chainsByBlind, mayShow);

    /// <summary>What the reading is of.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The leaf at an index below the checkpoint's size.</summary>
    /// <exception cref="InvalidDataException">The entry does not open as its leaf says: the store was changed.</exception>
    /// <exception cref="LedgerUnavailableException">The store does not answer now.</exception>
    public LeafReading Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Checkpoint.Size);
        var stored = StoreFaults.Guard(() => store.ReadEvent(index))
            ?? throw new InvalidDataException($"The entry at index {index} is missing: the store was changed.");
        if (!chainsByBlind.TryGetValue(KeyOf(stored.Chain), out var chain) || reader.Open(chain, stored) is not { } opened)
        {
            return new LeafReading.Closed(index, stored.Commitment);
        }

        var link = new EntryLink(chain.Name, opened.Seq, opened.Previous).Blind(opened.ChainKey);
        var place = new LeafReading.Placed(index, chain, Commitment.BodyMac(opened.BodyKey, opened.Body), opened.LinkKey, link);
        return mayShow(chain) ? new LeafReading.Opened(place, opened) : place;
    }

    internal static string KeyOf(byte[] blind) => Convert.ToHexString(blind);
}
