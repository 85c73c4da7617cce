namespace Pds.Auditor.Explain;

/// <summary>One sentence of a story, with what it stands on.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Details">More of it, a line each.</param>
internal sealed record StorySentence(string Kind, string Text, IReadOnlyList<string> Details)
{
    /// <summary>When; null for what has no time.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When last, of several.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Leaf index of the first entry; null for what no entry says.</summary>
    public long? Leaf { get; init; }

    /// <summary>Leaf index of the last entry.</summary>
    public long? LastLeaf { get; init; }

    /// <summary>How often; null for what happens once.</summary>
    public long? Count { get; init; }

    /// <summary>How the last of the calls was decided, rule by rule; empty where nothing was decided.</summary>
    public IReadOnlyList<string> Trace { get; init; } = [];

    /// <summary>The reason code; null without one.</summary>
    public string? Reason { get; init; }
}
