namespace Pds.Consent;

/// <summary>
/// One control of a privacy impact assessment as a query (FEATURES N16): where all of <see cref="Where"/> hold, all of <see
/// cref="Require"/> must.
/// </summary>
public sealed record Control
{
    /// <summary>Its name, <c>[a-z0-9-]{3,64}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is asked of.</summary>
    public required ControlSubject On { get; init; }

    /// <summary>The rule in plain Japanese, 1 to 200 characters.</summary>
    public required string RuleJa { get; init; }

    /// <summary>The same in English, 1 to 200 characters.</summary>
    public required string RuleEn { get; init; }

    /// <summary>Which subjects it concerns; empty for all.</summary>
    public required IReadOnlyList<ControlCondition> Where { get; init; }

    /// <summary>What must hold of them; at least one.</summary>
    public required IReadOnlyList<ControlCondition> Require { get; init; }

    /// <summary>True when it concerns a subject with these facts.</summary>
    public bool Concerns(ControlFacts facts) => Where.All(condition => condition.Holds(facts));

    /// <summary>The first condition that these facts break, or null.</summary>
    public ControlCondition? FirstBroken(ControlFacts facts) =>
        Concerns(facts) ? Require.FirstOrDefault(condition => !condition.Holds(facts)) : null;
}
