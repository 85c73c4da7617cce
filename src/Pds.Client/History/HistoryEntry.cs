using Pds.Ledger;

namespace Pds.Client;

/// <summary>One entry of a resident's own history, held against its place in her chain. Prints its index only.</summary>
/// <param name="Index">Its leaf in the log, from 0.</param>
/// <param name="Seq">Its position in her chain, from 0.</param>
/// <param name="Entry">What it says; null while a law forbids to tell her, and for kinds this version does not know.</param>
/// <param name="IsHidden">A law forbids to tell her yet.</param>
public sealed record HistoryEntry(long Index, long Seq, LedgerEntry? Entry, bool IsHidden)
{
    /// <summary>C, 32 bytes, computed from what was shown: by it a later entry names this one.</summary>
    public required ReadOnlyMemory<byte> Commitment { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HistoryEntry({Index})";
}
