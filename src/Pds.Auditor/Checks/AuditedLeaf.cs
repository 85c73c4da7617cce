using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One leaf as the checks see it.</summary>
/// <param name="Line">As exported.</param>
/// <param name="Commitment">C as the tree holds it, 32 bytes; as exported where the tree cannot be read.</param>
/// <param name="Entry">The entry; null when it is not opened or no entry.</param>
/// <param name="Place">File and line.</param>
internal sealed record AuditedLeaf(ExportedLeaf Line, byte[] Commitment, LedgerEntry? Entry, string Place)
{
    /// <summary>Leaf index.</summary>
    public long Index => Line.Index;

    /// <summary>C as a key.</summary>
    public LeafKey Key { get; } = LeafKey.Of(Commitment);

    /// <summary>The chain it was found to stand in; null before A5 saw it and where it stands in none.</summary>
    public AuditedChain? Chain { get; set; }
}
