namespace Pds.Ledger;

/// <summary>
/// The root over the heads of all chains, entered once an epoch by the recorder. Heads chain, whose openings are public: it commits the
/// operator, towards everybody at once, to where each chain ended.
/// </summary>
/// <param name="At">When, by the ledger's clock; lies within the epoch.</param>
/// <param name="Epoch">Which epoch: whole epochs of <paramref name="Seconds"/> since 1970-01-01T00:00Z.</param>
/// <param name="Seconds">The length of an epoch, 1 to 86,400; 3,600 in a city.</param>
/// <param name="Size">The heads are those among the first this many leaves.</param>
/// <param name="Root">Root of the <see cref="HeadsTree"/>, 32 bytes.</param>
/// <param name="Missed">Epochs since the entry before that got none, because nothing could be entered in them; 0 in the first entry.</param>
public sealed record HeadsPublished(DateTimeOffset At, long Epoch, int Seconds, long Size, byte[] Root, long Missed) : LedgerEntry(At)
{
    internal const string KindName = "heads_published";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The epoch of an instant.</summary>
    public static long EpochOf(DateTimeOffset at, int seconds) => at.ToUnixTimeSeconds() / seconds;

    /// <summary>
    /// Whether this entry may stand right behind another one of the heads chain: the next epoch but for those confessed as missed, epochs of
    /// one length, a tree that did not shrink, and a time within the epoch.
    /// </summary>
    /// <param name="before">The entry before, or null at the start of the chain.</param>
    public bool Follows(HeadsPublished? before) =>
        EpochOf(At, Seconds) == Epoch
        && Missed >= 0
        && (before is null
            ? Missed == 0
            : Seconds == before.Seconds && Size >= before.Size && Epoch - before.Epoch - 1 == Missed);

    internal static HeadsPublished Read(DateTimeOffset at, EntryReader reader)
    {
        var entry = new HeadsPublished(
            at,
            reader.Number("epoch"),
            reader.Int("seconds"),
            reader.Number("size"),
            reader.Bytes("root", HeadsTree.HashSizeBytes),
            reader.Number("missed"));

        // An epoch of no length has no number; the parser refuses what a re-encoding does not give back.
        return entry.Seconds is >= 1 and <= 86_400 ? entry : entry with { Seconds = 1 };
    }

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Number("epoch", Epoch);
        writer.Number("seconds", Seconds);
        writer.Number("size", Size);
        writer.Bytes("root", Root);
        writer.Number("missed", Missed);
    }
}
