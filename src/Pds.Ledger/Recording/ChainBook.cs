using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The hot chains of the writer, the least recently used put away (and its keys zeroed) beyond a bound, between batches only: within one,
/// a head in memory is ahead of the store. When a transaction is dropped the whole book is cleared for the same reason. One thread.
/// </summary>
internal sealed class ChainBook(RecorderKeys keys, RowCipher cipher, string origin, int maxChains) : IDisposable
{
    private readonly Dictionary<ChainId, LinkedListNode<HotChain>> chains = [];
    private readonly LinkedList<HotChain> byUse = new();
    private readonly List<ChainId> fresh = [];

    /// <summary>The chain, from memory or from the store, made when this is its first entry.</summary>
    internal HotChain Take(ILedgerWriter writer, ChainId id)
    {
        if (chains.TryGetValue(id, out var hot))
        {
            byUse.Remove(hot);
            byUse.AddFirst(hot);
            return hot.Value;
        }

        var chain = Load(writer, id) ?? Make(writer, id);
        chains.Add(id, byUse.AddFirst(chain));
        fresh.Add(id);
        return chain;
    }

    /// <summary>A batch begins: what is beyond the bound is put away.</summary>
    internal void BeginBatch()
    {
        while (chains.Count > maxChains)
        {
            PutAway(byUse.Last!.Value.Id);
        }
    }

    /// <summary>A command begins.</summary>
    internal void BeginCommand() => fresh.Clear();

    /// <summary>The command is undone before its first entry: the chains it brought in, perhaps made by it, are put away again.</summary>
    internal void UndoCommand()
    {
        fresh.ForEach(PutAway);
        fresh.Clear();
    }

    internal void Clear()
    {
        fresh.Clear();
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
        var (blind, blindKey) = (cipher.BlindChain(id), cipher.Blind(key));
        var mark = ErasedChain.Key(blind);
        if (writer.FindMark(mark.Table, cipher.Blind(mark)) is not null)
        {
            throw new ChainErasedException(key);
        }

        if (writer.FindHead(blind) is not null)
        {
            // Starting again at place 0 under new keys would collide with the entries that are there.
            throw new InvalidDataException("A chain has entries but no keys: its row was removed, and it takes no more entries.");
        }

        var made = ChainKeys.Create();
        writer.InsertRow(key.Table, cipher.Seal(key, StoredRow.New(blindKey), made.Wrap(keys.Ledger, origin, id)));
        return new HotChain(id, blind, made, 0, new byte[Commitment.SizeBytes]);
    }

    /// <summary>Forgets a chain and zeroes its keys.</summary>
    internal void PutAway(ChainId id)
    {
        if (chains.Remove(id, out var node))
        {
            byUse.Remove(node);
            node.Value.Dispose();
        }
    }
}
