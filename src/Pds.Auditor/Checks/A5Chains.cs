using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A5: every leaf stands in exactly one chain, and every chain runs from place 0 without a gap, each entry naming the one before. Leaves that
/// are not opened show their place too, so this holds for the whole log. A chain is known by the head it has; its name is not needed. The
/// entries over all heads come once an epoch, in the heads chain and nowhere else, and confess every epoch that got none; the root of the newest
/// is recomputed (<see cref="A5Heads"/>).
/// </summary>
internal sealed class A5Chains : ILeafCheck
{
    private readonly Dictionary<LeafKey, AuditedChain> heads = [];
    private readonly Dictionary<string, AuditedChain> byName = new(StringComparer.Ordinal);
    private (long Seq, HeadsPublished Entry, long Index)? lastHeads;

    /// <summary>Begins.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="size">Leaves of the log.</param>
    public A5Chains(string origin, long size) => Root = new A5Heads(Report, origin, size);

    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A5");

    /// <summary>The heads the export brings; shown before the leaves.</summary>
    public A5Heads Root { get; }

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        if (leaf.Line.Link is not { } link)
        {
            Root.See(leaf, LeafKey.None);
            return;
        }

        Report.Look();
        var previous = LeafKey.Of(link.Prev.Span);
        if (Follow(link, previous, leaf.Index) is not { } chain)
        {
            Report.Fail(Fault.ChainBroken, Severity.Tampered, leaf.Place, leaf.Index);
            return;
        }

        chain.Seq = link.Seq;
        leaf.Chain = heads[leaf.Key] = chain;
        Root.See(leaf, previous);
        if (!IsNamedOnce(leaf.Line, chain))
        {
            Report.Fail(Fault.ChainNameShared, Severity.Tampered, leaf.Place, leaf.Index);
        }

        if (leaf.Entry is HeadsPublished published)
        {
            Note(published, leaf);
        }
    }

    /// <inheritdoc/>
    public void End() => Root.End(lastHeads is { } last ? (last.Entry, last.Index) : null, heads.Values);

    // Behind an entry that a scope left closed nothing can be said of the gap before it.
    private void Note(HeadsPublished published, AuditedLeaf leaf)
    {
        var seq = leaf.Line.Link!.Seq;
        var follows = seq == 0 ? published.Follows(null)
            : lastHeads is not { } last || last.Seq != seq - 1 || published.Follows(last.Entry);
        if (leaf.Line.Name != ChainId.Heads.Name || published.Size > leaf.Index || !follows)
        {
            Report.Fail(Fault.HeadsOutOfStep, Severity.Finding, leaf.Place, leaf.Index);
        }

        lastHeads = (seq, published, leaf.Index);
    }

    private AuditedChain? Follow(BlindedLink link, LeafKey previous, long index)
    {
        if (link.Seq == 0)
        {
            return previous == LeafKey.None ? new AuditedChain { Start = index } : null;
        }

        // Taken away as it is followed: a second entry that names the same one finds nothing.
        return heads.Remove(previous, out var chain) && chain.Seq == link.Seq - 1 ? chain : null;
    }

    private bool IsNamedOnce(ExportedLeaf line, AuditedChain chain)
    {
        if ((line.Name ?? line.Who?.ToString()) is not { } name)
        {
            return true;
        }

        if ((chain.Name ?? chain.Who?.ToString() ?? name) != name || (byName.TryGetValue(name, out var other) && other != chain))
        {
            return false;
        }

        if (chain.Name is null && chain.Who is null)
        {
            (chain.Name, chain.Who) = (line.Name, line.Who);
            byName[name] = chain;
        }

        return true;
    }
}
