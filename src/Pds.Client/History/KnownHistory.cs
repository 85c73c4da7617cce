namespace Pds.Client;

/// <summary>
/// A resident's history as far as a host has read it: entries that follow each other without a gap up to its end, each held against the one before it. Read on with
/// <see cref="ResidentSession.ReadOnAsync"/>; the same object comes back when nothing is new.
/// </summary>
public sealed class KnownHistory
{
    internal KnownHistory(IReadOnlyList<HistoryEntry> entries) => Entries = entries;

    /// <summary>The entries, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Entries { get; }

    /// <summary>It begins with the first entry there is.</summary>
    public bool IsWhole => Entries.Count == 0 || Entries[0].Seq == 0;

    /// <summary>The first position not read yet.</summary>
    internal long Next => Entries.Count == 0 ? 0 : Entries[^1].Seq + 1;

    /// <inheritdoc/>
    public override string ToString() => nameof(KnownHistory);
}
