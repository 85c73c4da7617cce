using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// The heads part of A5: the root of the newest heads entry is recomputed from the heads the export brings, and these are held against the
/// chains as the leaves told them: each head is the end of a chain at that size, and every chain has one. Labels are taken as they are: the keys
/// that make them stay with the owners of the chains, each of whom finds an own leaf, or its absence, under the same root.
/// </summary>
/// <param name="report">A5's.</param>
/// <param name="origin">The ledger's origin.</param>
/// <param name="most">Leaves of the log: no log has more chains.</param>
internal sealed class A5Heads(CheckReport report, string origin, long most)
{
    private readonly List<ExportedHead> heads = [];
    private readonly Dictionary<LeafKey, Told> byKey = [];
    private bool broken;

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Break(Fault.LineUnreadable, place);

    /// <summary>The next head.</summary>
    public void See(ExportedHead head, string place)
    {
        if (broken)
        {
            return;
        }

        report.Look();
        if (heads.Count >= most || (heads.Count > 0 && heads[^1].Label.AsSpan().SequenceCompareTo(head.Label) >= 0))
        {
            Break(Fault.HeadsOutOfOrder, place);
            return;
        }

        heads.Add(head);
        if (!byKey.TryAdd(LeafKey.Of(head.Commitment), new Told(head.Seq, place)))
        {
            report.Fail(Fault.HeadsNotOfChains, Severity.Finding, place);
        }
    }

    /// <summary>A leaf in its place: it may be a head, or be the one that followed it.</summary>
    /// <param name="leaf">The leaf, its chain found.</param>
    /// <param name="previous">C of the one before it in its chain; <see cref="LeafKey.None"/> at the start and where it is closed.</param>
    public void See(AuditedLeaf leaf, LeafKey previous)
    {
        if (byKey.Count == 0)
        {
            return;
        }

        if (byKey.TryGetValue(leaf.Key, out var told))
        {
            (told.Index, told.Chain, told.LeafSeq) = (leaf.Index, leaf.Chain, leaf.Line.Link?.Seq);
        }

        if (previous != LeafKey.None && byKey.TryGetValue(previous, out var passed))
        {
            passed.NextIndex = Math.Min(passed.NextIndex, leaf.Index);
        }
    }

    /// <summary>There are no more leaves.</summary>
    /// <param name="entry">The newest heads entry with its leaf index; null when the log has none.</param>
    /// <param name="chains">Every chain there is.</param>
    public void End((HeadsPublished Entry, long Index)? entry, IEnumerable<AuditedChain> chains)
    {
        if (broken)
        {
            return;
        }

        if (entry is not { } newest)
        {
            EndWithout();
        }
        else if (heads.Count == 0)
        {
            report.Fail(Fault.HeadsNotShown, Severity.Finding, leaf: newest.Index);
        }
        else if (!RootOf(newest.Entry.Epoch).AsSpan().SequenceEqual(newest.Entry.Root))
        {
            report.Fail(Fault.HeadsRootDiffers, Severity.Tampered, ExportPart, newest.Index);
        }
        else
        {
            Cover(newest.Entry.Size, chains);
        }
    }

    private const string ExportPart = Consent.ExportNames.Heads;

    private void EndWithout()
    {
        if (heads.Count > 0)
        {
            report.Fail(Fault.HeadsRootDiffers, Severity.Tampered, ExportPart);
        }
        else
        {
            report.Skip("no-heads-entry");
        }
    }

    private byte[] RootOf(long epoch) => HeadsTree.RootOf(heads.Select(head => head.ToLeaf(origin, epoch)).ToArray());

    // Each head belongs to another chain, because no C stands twice; so when none is wrong and no chain is left over, they are the same set.
    private void Cover(long size, IEnumerable<AuditedChain> chains)
    {
        foreach (var told in byKey.Values)
        {
            if (!told.IsHeadAt(size))
            {
                report.Fail(Fault.HeadsNotOfChains, Severity.Finding, told.Place, told.Index < 0 ? null : told.Index);
            }
            else if (told.Chain is { } chain)
            {
                chain.IsUnderHeadsRoot = true;
            }
        }

        foreach (var chain in chains.Where(chain => chain.Start < size && !chain.IsUnderHeadsRoot && chain.Name != ChainId.Heads.Name))
        {
            report.Fail(Fault.ChainNotUnderHeads, Severity.Finding, leaf: chain.Start);
        }
    }

    private void Break(Fault fault, string place)
    {
        broken = true;
        report.Fail(fault, Severity.Tampered, place);
    }

    private sealed class Told(long seq, string place)
    {
        public string Place => place;

        public long Index { get; set; } = -1;

        public AuditedChain? Chain { get; set; }

        /// <summary>Null where the leaf is closed: then its place is the line's word, and nothing is seen to follow it.</summary>
        public long? LeafSeq { get; set; }

        public long NextIndex { get; set; } = long.MaxValue;

        public bool IsHeadAt(long size) =>
            Index >= 0 && Index < size && NextIndex >= size && (LeafSeq ?? seq) == seq && Chain?.Name != ChainId.Heads.Name;
    }
}
