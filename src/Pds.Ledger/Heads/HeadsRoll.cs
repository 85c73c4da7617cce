namespace Pds.Ledger;

/// <summary>
/// Takes the roll of all chains: one leaf for each that has an entry among the first leaves of the log and whose keys are there. Label keys
/// are kept in memory once derived, because unwrapping 50,000 of them anew each hour would cost seconds; they find leaves and open nothing,
/// and go as soon as the row of their chain is gone. Not for two threads at once.
/// </summary>
internal sealed class HeadsRoll(ILedgerStore store, RecorderKeys keys, RowCipher cipher, string origin) : IDisposable
{
    private const int PageRows = 1000;

    private Dictionary<long, Member> members = [];

    /// <summary>The tree over the heads among the first <paramref name="size"/> leaves. Reads only; what is appended meanwhile is not seen.</summary>
    internal HeadsTree Take(long size, long epoch, CancellationToken cancellationToken)
    {
        var (present, leaves) = (new Dictionary<long, Member>(members.Count), new List<HeadLeaf>(members.Count));
        long after = 0;
        while (StoreFaults.Guard(() => store.ListRows(Table.Chains, null, null, after, PageRows)) is { Count: > 0 } page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var here = page.Select(MemberOf).OfType<Member>().ToList();
            var heads = StoreFaults.Guard(() => store.ReadHeads([.. here.Select(member => member.Blind)], size));
            for (var n = 0; n < here.Count; n++)
            {
                present[here[n].Ordinal] = here[n];
                if (heads[n] is { } head)
                {
                    leaves.Add(HeadLeaf.Of(here[n].LabelKey, origin, epoch, head.Seq, head.Commitment));
                }
            }

            after = page[^1].Ordinal;
        }

        Forget(present);
        return HeadsTree.Of(leaves);
    }

    public void Dispose() => Forget([]);

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
        public override string ToString() => nameof(Member);
    }
}
