namespace Pds.Ledger;

/// <summary>
/// The whole log at one checkpoint, opened for an auditor. It exists only after the reading was entered in every chain of a person or an
/// organisation that it may show bodies of (Q5); the other chains show the places of their entries and nothing of what is in them.
/// </summary>
public sealed class LogReading
{
    private readonly ILedgerStore store;
    private readonly ChainReader reader;
    private readonly Func<ClosedLeaves?> closedNow;
    private readonly IReadOnlyDictionary<string, ChainId> chainsByBlind;
    private readonly Func<ChainId, bool> mayShow;

    internal LogReading(
        ILedgerStore store,
        ChainReader reader,
        Checkpoint checkpoint,
        ClosedLeaves? closed,
        Func<ClosedLeaves?> closedNow,
        IReadOnlyDictionary<string, ChainId> chainsByBlind,
        Func<ChainId, bool> mayShow) =>
        (this.store, this.reader, Checkpoint, Closed, this.closedNow, this.chainsByBlind, this.mayShow) =
            (store, reader, checkpoint, closed, closedNow, chainsByBlind, mayShow);

    /// <summary>What the reading is of.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>
    /// Which of the leaves are closed, as the last <see cref="HistoryErased"/> below the checkpoint commits to; null when there is none. A chain
    /// that is erased while one reads is closed as well and not in it: ask <see cref="Recorder.ReadClosed"/> again at the end.
    /// </summary>
    public ClosedLeaves? Closed { get; }

    /// <summary>The leaf at an index below the checkpoint's size.</summary>
    /// <exception cref="InvalidDataException">The entry does not open as its leaf says: the store was changed.</exception>
    /// <exception cref="LedgerUnavailableException">The store does not answer now.</exception>
    public LeafReading Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Checkpoint.Size);
        if (StoreFaults.Guard(() => store.ReadEvent(index)) is not { } stored)
        {
            // Its sealed entry was dropped, before this reading began or since; or somebody else removed it.
            return IsClosed(index) && StoreFaults.Guard(() => store.ReadCommitments(index, 1)) is [var commitment]
                ? new LeafReading.Closed(index, commitment)
                : throw new InvalidDataException($"The entry at index {index} is missing: the store was changed.");
        }

        if (!chainsByBlind.TryGetValue(KeyOf(stored.Chain), out var chain) || reader.Open(chain, stored) is not { } opened)
        {
            return new LeafReading.Closed(index, stored.Commitment);
        }

        var link = new EntryLink(chain.Name, opened.Seq, opened.Previous).Blind(opened.ChainKey);
        var place = new LeafReading.Placed(index, chain, Commitment.BodyMac(opened.BodyKey, opened.Body), opened.LinkKey, link);
        return mayShow(chain) ? new LeafReading.Opened(place, opened) : place;
    }

    private bool IsClosed(long index) => Closed?.Contains(index) == true || closedNow()?.Contains(index) == true;

    internal static string KeyOf(byte[] blind) => Convert.ToHexString(blind);
}
