namespace Pds.Ledger;

/// <summary>A chain as the writer holds it in memory: its keys, its blinded name and its head.</summary>
internal sealed class HotChain(ChainId id, byte[] blind, ChainKeys keys, long nextSeq, byte[] prev) : IDisposable
{
    internal ChainId Id { get; } = id;

    internal byte[] Blind { get; } = blind;

    internal ChainKeys Keys { get; } = keys;

    /// <summary>The seq of the next entry.</summary>
    internal long NextSeq { get; private set; } = nextSeq;

    /// <summary>C of the last entry; 32 zero bytes before the first.</summary>
    internal byte[] Prev { get; private set; } = prev;

    internal EntryLink NextLink => new(Id.Name, NextSeq, Prev);

    internal void Advance(byte[] commitment) => (NextSeq, Prev) = (NextSeq + 1, commitment);

    public void Dispose() => Keys.Dispose();
}
