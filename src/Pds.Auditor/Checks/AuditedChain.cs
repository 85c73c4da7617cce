using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One chain, from its first entry to the newest seen.</summary>
internal sealed class AuditedChain
{
    /// <summary>Leaf index of its first entry.</summary>
    public required long Start { get; init; }

    /// <summary>Place of the newest entry.</summary>
    public long Seq { get; set; }

    /// <summary>The resident's pseudonym; null while nothing of it is opened, and in other chains.</summary>
    public Pseudonym? Who { get; set; }

    /// <summary>The chain's name; null in chains of residents.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the newest heads entry holds its head.</summary>
    public bool IsUnderHeadsRoot { get; set; }
}
