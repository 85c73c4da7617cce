using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One consent as the log tells it.</summary>
/// <param name="granted">Its entry.</param>
/// <param name="leaf">The entry's leaf.</param>
internal sealed class GrantLife(ConsentGranted granted, AuditedLeaf leaf)
{
    /// <summary>What was given.</summary>
    public ConsentGranted Granted => granted;

    /// <summary>Leaf index of the entry.</summary>
    public long Index { get; } = leaf.Index;

    /// <summary>C of the entry, 32 bytes.</summary>
    public byte[] Commitment { get; } = leaf.Commitment;

    /// <summary>The chain it stands in.</summary>
    public AuditedChain? Chain { get; } = leaf.Chain;

    /// <summary>True while the resident holds it back.</summary>
    public bool Paused { get; set; }

    /// <summary>Leaf index of the entry that ended it; null while it lives.</summary>
    public long? EndedAt { get; set; }
}
