namespace Pds.Ledger;

/// <summary>Opens entries of chains outside the writer: unwraps the chain's keys for one call, checks every commitment, zeroes the keys.</summary>
internal sealed class ChainReader(ILedgerStore store, RecorderKeys keys, RowCipher cipher, string origin, TimeSpan slack)
{
    private const long FirstStep = 64;

    /// <summary>The entries after a position, opened; empty for a chain that does not exist or was destroyed.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, does not open or does not match its leaf: the store was changed.</exception>
    internal IReadOnlyList<OpenedEntry> Read(ChainId chain, long afterSeq, int limit)
    {
        using var chainKeys = KeysOf(chain);
        if (chainKeys is null)
        {
            return [];
        }

        var blind = cipher.BlindChain(chain);
        if (afterSeq < 0)
        {
            return Follow(chainKeys, chain, StoreFaults.Guard(() => store.ReadChain(blind, -1, limit)), 0, new byte[Commitment.SizeBytes]);
        }

        // The entry before the page is read again, unopened: the first of the page must follow it.
        var stored = StoreFaults.Guard(() => store.ReadChain(blind, afterSeq - 1, limit + 1));
        return stored.Count == 0 ? []
            : stored[0].Seq != afterSeq ? throw Missing(afterSeq)
            : Follow(chainKeys, chain, stored.Skip(1), afterSeq + 1, stored[0].Commitment);
    }

    /// <summary>
    /// The last position whose entry is older than an instant, by halves; -1 when there is none. Commands that waited side by side may stand in
    /// another order than their times, by less than <see cref="RecorderOptions.RecordTimeout"/>; so it looks that much further back.
    /// </summary>
    internal long SeqBefore(ChainId chain, DateTimeOffset at)
    {
        using var chainKeys = KeysOf(chain);
        if (chainKeys is null)
        {
            return -1;
        }

        var (blind, bound) = (cipher.BlindChain(chain), at - slack);
        long older = -1, newer = long.MaxValue;
        for (long step = FirstStep; older + 1 < newer;)
        {
            // First in doubling steps, because nothing says how long the chain is; then by halves.
            var seq = newer == long.MaxValue ? older + step : older + ((newer - older) / 2);
            var found = StoreFaults.Guard(() => store.ReadChain(blind, seq - 1, 1));
            if (found.Count > 0 && Open(chainKeys, chain, found[0]).Entry.At < bound)
            {
                (older, step) = (seq, step * 2);
            }
            else
            {
                newer = seq;
            }
        }

        return older;
    }

    /// <summary>Opens entries that must stand one after the other, each naming the one before.</summary>
    private List<OpenedEntry> Follow(ChainKeys chainKeys, ChainId chain, IEnumerable<StoredEvent> stored, long seq, byte[] previous)
    {
        var opened = new List<OpenedEntry>();
        foreach (var next in stored)
        {
            var entry = Open(chainKeys, chain, next);
            if (entry.Seq != seq || !entry.Previous.AsSpan().SequenceEqual(previous))
            {
                throw Missing(seq);
            }

            opened.Add(entry);
            (seq, previous) = (seq + 1, entry.Commitment);
        }

        return opened;
    }

    private static InvalidDataException Missing(long seq) =>
        new($"The entry at place {seq} of a chain is missing or not the one its successor names: the store was changed.");

    /// <summary>An event of a chain, opened; null when the chain's keys are gone.</summary>
    internal OpenedEntry? Open(ChainId chain, StoredEvent stored)
    {
        using var chainKeys = KeysOf(chain);
        return chainKeys is null ? null : Open(chainKeys, chain, stored);
    }

    /// <summary>The entry at a leaf index if it is of this chain, or null.</summary>
    internal OpenedEntry? Find(ChainId chain, long index)
    {
        var stored = StoreFaults.Guard(() => store.ReadEvent(index));
        if (stored is null || !stored.Chain.AsSpan().SequenceEqual(cipher.BlindChain(chain)))
        {
            return null;
        }

        using var chainKeys = KeysOf(chain);
        return chainKeys is null ? null : Open(chainKeys, chain, stored);
    }

    /// <summary>The last entry of each of these chains, unopened; null for one that has none.</summary>
    internal IReadOnlyList<ChainHead?> HeadsOf(IReadOnlyList<ChainId> those) =>
        StoreFaults.Guard(() => store.ReadHeads([.. those.Select(cipher.BlindChain)], long.MaxValue));

    /// <summary>LK of a chain, 32 bytes; null for a chain that does not exist or was destroyed.</summary>
    internal byte[]? LabelKeyOf(ChainId chain)
    {
        using var chainKeys = KeysOf(chain);
        return chainKeys is null ? null : HeadLeaf.LabelKeyOf(chainKeys.BlindingKey, origin);
    }

    private ChainKeys? KeysOf(ChainId chain)
    {
        var key = ChainKeys.RowKeyOf(chain);
        var blind = cipher.Blind(key);
        return StoreFaults.Guard(() => store.FindRow(key.Table, blind)) is StoredRow row
            ? ChainKeys.Unwrap(keys.Ledger, origin, chain, cipher.Open(key.Table, row).Body.Span)
            : null;
    }

    private OpenedEntry Open(ChainKeys chainKeys, ChainId chain, StoredEvent stored)
    {
        if (EventSealer.TryOpen(chainKeys.EventKey, origin, chain.Name, stored, out var prev, out var body)
            && LedgerEntry.TryParse(body, out var entry))
        {
            var link = new EntryLink(chain.Name, stored.Seq, prev);
            var opening = Commitment.Commit(chainKeys.BlindingKey, link, body);
            if (opening.ToCommitment().AsSpan().SequenceEqual(stored.Commitment))
            {
                var linkKey = Commitment.LinkKey(chainKeys.BlindingKey, stored.Seq);
                var chainKey = Commitment.ChainKey(chainKeys.BlindingKey, stored.Seq);
                return new OpenedEntry(
                    stored.Index, stored.Seq, stored.Commitment, prev, body, opening.BodyKey, linkKey, chainKey, opening.LinkMac, entry);
            }
        }

        throw new InvalidDataException($"The entry at index {stored.Index} does not open as its leaf says: the store was changed.");
    }
}
