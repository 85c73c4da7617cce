namespace Pds.Ledger;

/// <summary>
/// Takes the roll of all chains: one leaf for each that has an entry among the first leaves of the log and whose keys are there. Label keys
/// are kept in memory once derived, because unwrapping 50,000 of them anew each hour would cost seconds; they find leaves and open nothing,
/// and go as soon as the row of their chain is gone. Heads are kept too, and only those of chains that moved since are read again. Not for
/// two threads at once.
/// </summary>
internal sealed class HeadsRoll(ILedgerStore store, RecorderKeys keys, RowCipher cipher, string origin) : IDisposable
{
    private const int PageRows = 1000;

    private Dictionary<long, Member> members = [];
    private long taken;

    /// <summary>
    /// The heads among the first <paramref name="size"/> leaves, in order of their labels, and the tree over them. Reads only; what is appended
    /// meanwhile is not seen.
    /// </summary>
    internal (HeadsTree Tree, IReadOnlyList<ExportedHead> Heads) Take(long size, long epoch, CancellationToken cancellationToken)
    {
        var (present, heads) = (new Dictionary<long, Member>(members.Count), new List<ExportedHead>(members.Count));
        ForgetHeads(size);
        long after = 0;
        while (StoreFaults.Guard(() => store.ListRows(Table.Chains, null, null, after, PageRows)) is { Count: > 0 } page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var here = page.Select(MemberOf).OfType<Member>().ToList();
            ReadHeads([.. here.Where(member => member.Head is null)], size);
            foreach (var member in here)
            {
                present[member.Ordinal] = member;
                if (member.Head is { } head && !member.IsGone)
                {
                    heads.Add(new ExportedHead(HeadLeaf.LabelOf(member.LabelKey, origin, epoch), head.Seq, head.Commitment));
                }
            }

            after = page[^1].Ordinal;
        }

        Forget(present);
        taken = size;
        heads.Sort(static (one, other) => one.Label.AsSpan().SequenceCompareTo(other.Label));
        return (HeadsTree.Of(heads.Select(head => head.ToLeaf(origin, epoch))), heads);
    }

    public void Dispose() => Forget([]);

    private void ReadHeads(List<Member> without, long size)
    {
        var heads = StoreFaults.Guard(() => store.ReadHeads([.. without.Select(member => member.Blind)], size));
        for (var n = 0; n < without.Count; n++)
        {
            without[n].Head = heads[n];
        }
    }

    // Until this roll is whole nothing of it is relied on: one that breaks off leaves heads that may be too new, so all are read again.
    private void ForgetHeads(long size)
    {
        var known = taken;
        taken = 0;
        var moved = known == 0 || size < known
            ? null
            : StoreFaults.Guard(() => store.ReadMovedChains(known, size)).Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        foreach (var member in members.Values.Where(member => moved is null || moved.Contains(Convert.ToHexString(member.Blind))))
        {
            member.Head = null;
        }
    }

    /// <summary>Zeroes the label key of one chain, from any thread, and gives it no leaf any more.</summary>
    internal void ForgetChain(byte[] blind)
    {
        foreach (var member in members.Values.Where(member => member.Blind.AsSpan().SequenceEqual(blind)))
        {
            member.IsGone = true;
            Array.Clear(member.LabelKey);
        }
    }

    // A chain that does not open has no leaf: its owner sees the absence, and everybody else keeps theirs.
    private Member? MemberOf(StoredRow row)
    {
        if (members.TryGetValue(row.Ordinal, out var known))
        {
            return known;
        }

        try
        {
            var opened = cipher.Open(Table.Chains, row);
            if (!ChainId.TryParse(opened.Key.Key, out var chain) || chain == ChainId.Heads)
            {
                return null;
            }

            using var chainKeys = ChainKeys.Unwrap(keys.Ledger, origin, chain, opened.Body.Span);
            return new Member(row.Ordinal, cipher.BlindChain(chain), HeadLeaf.LabelKeyOf(chainKeys.BlindingKey, origin));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void Forget(Dictionary<long, Member> present)
    {
        foreach (var (ordinal, member) in members)
        {
            if (!present.ContainsKey(ordinal))
            {
                Array.Clear(member.LabelKey);
            }
        }

        members = present;
    }

    private sealed record Member(long Ordinal, byte[] Blind, byte[] LabelKey)
    {
        /// <summary>Where its chain ended when the last roll was taken; null until it is read.</summary>
        internal ChainHead? Head { get; set; }

        public bool IsGone { get; set; }

        public override string ToString() => nameof(Member);
    }
}
