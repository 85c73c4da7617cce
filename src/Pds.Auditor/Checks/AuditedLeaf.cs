using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One leaf as the checks see it.</summary>
/// <param name="Line">As exported.</param>
/// <param name="Commitment">C as the tree holds it, 32 bytes; as exported where the tree cannot be read.</param>
/// <param name="Entry">The entry; null when it is not opened or no entry.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Number">The line, from 1; 0 where it is not told.</param>
internal sealed record AuditedLeaf(ExportedLeaf Line, byte[] Commitment, LedgerEntry? Entry, string File, int Number = 0)
{
    /// <summary>C as the line gives it, 32 bytes.</summary>
    public byte[] Opened { get; init; } = Commitment;

    /// <summary>Whether the chain's name is the one committed to.</summary>
    public bool NameHolds { get; init; } = true;

    /// <summary>Leaf index.</summary>
    public long Index => Line.Index;

    /// <summary>File and line, for people.</summary>
    public string Place => Number == 0 ? File : $"{File}:{Number}";

    /// <summary>C as a key.</summary>
    public LeafKey Key { get; } = LeafKey.Of(Commitment);

    /// <summary>The chain it was found to stand in; null before A5 saw it and where it stands in none.</summary>
    public AuditedChain? Chain { get; set; }
}
