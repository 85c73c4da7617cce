namespace Pds.Auditor.Explain;

/// <summary>One step in the life of a consent; uses and refusals of one month that follow each other are one step.</summary>
/// <param name="Kind">Which sentence tells it.</param>
/// <param name="First">When, or when first, by the ledger's clock.</param>
/// <param name="Leaf">Leaf index of the first entry.</param>
internal sealed record LifeStep(string Kind, DateTimeOffset First, long Leaf)
{
    /// <summary>When last.</summary>
    public DateTimeOffset Last { get; init; } = First;

    /// <summary>Leaf index of the last entry.</summary>
    public long LastLeaf { get; init; } = Leaf;

    /// <summary>How often.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The fields concerned.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The reason code; null without one.</summary>
    public string? Reason { get; init; }

    /// <summary>How the last of these calls was decided; null where nothing was, or this version cannot tell.</summary>
    public Pds.Consent.DecisionTrace? Trace { get; init; }

    /// <summary>Calls of these that were let through although the log says no; 0 in a sound one.</summary>
    public long Contradicted { get; init; }

    /// <summary>Who acted for the resident; null when nobody did.</summary>
    public string? ActedBy { get; init; }

    /// <summary>By whose hands, over which channel; null when by her own.</summary>
    public Pds.Ledger.Acting? Acting { get; init; }
}
