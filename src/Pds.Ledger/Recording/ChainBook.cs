using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The hot chains of the writer, the least recently used put away (and its keys zeroed) beyond a bound. What it holds is what the open
/// transaction sees; when a transaction is dropped the whole book is cleared, because a head in memory may be ahead of the store.
/// One thread.
/// </summary>
internal sealed class ChainBook(RecorderKeys keys, RowCipher cipher, string origin, int maxChains) : IDisposable
{
    private readonly Dictionary<ChainId, LinkedListNode<HotChain>> chains = [];
    private readonly LinkedList<HotChain> byUse = new();

    /// <summary>The chain, from memory or from the store, made when this is its first entry.</summary>
    internal HotChain Take(ILedgerWriter writer, ChainId id)
    {
        if (chains.TryGetValue(id, out var hot))
        {
            byUse.Remove(hot);
            byUse.AddFirst(hot);
            return hot.Value;
        }

        if (chains.Count >= maxChains)
        {
            PutAwayOldest();
        }

        var chain = Load(writer, id) ?? Make(writer, id);
        chains.Add(id, byUse.AddFirst(chain));
        return chain;
    }

    internal void Clear()
    {
        foreach (var chain in byUse)
        {
            chain.Dispose();
        }

        chains.Clear();
        byUse.Clear();
    }

    public void Dispose() => Clear();

    private HotChain? Load(ILedgerWriter writer, ChainId id)
    {
        var key = ChainKeys.RowKeyOf(id);
        if (writer.FindRow(key.Table, cipher.Blind(key)) is not StoredRow stored)
        {
            return null;
        }

        var blind = cipher.BlindChain(id);
        var head = writer.FindHead(blind);
        var chainKeys = ChainKeys.Unwrap(keys.Ledger, origin, id, cipher.Open(key.Table, stored).Body.Span);
        return new HotChain(id, blind, chainKeys, head is null ? 0 : head.Seq + 1, head?.Commitment ?? new byte[Commitment.SizeBytes]);
    }

    private HotChain Make(ILedgerWriter writer, ChainId id)
    {
        var key = ChainKeys.RowKeyOf(id);
        var blindKey = cipher.Blind(key);
        var made = ChainKeys.Create();
        writer.InsertRow(key.Table, cipher.Seal(key, StoredRow.New(blindKey), made.Wrap(keys.Ledger, origin, id)));
        return new HotChain(id, cipher.BlindChain(id), made, 0, new byte[Commitment.SizeBytes]);
    }

    private void PutAwayOldest()
    {
        var oldest = byUse.Last!;
        byUse.RemoveLast();
        chains.Remove(oldest.Value.Id);
        oldest.Value.Dispose();
    }
}
