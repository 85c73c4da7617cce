namespace Pds.Consent;

/// <summary>
/// How a decision came about (FEATURES N24): the rules in the order they were asked, up to the first that fails, and what follows from them. It is what the
/// gate decides by (<see cref="ConsentGate.Trace"/>), so that it cannot differ from the decision.
/// </summary>
/// <param name="Rules">The rules asked, in order; all twelve when data may leave.</param>
/// <param name="Decision">What follows.</param>
public sealed record DecisionTrace(IReadOnlyList<RuleOutcome> Rules, GateDecision Decision)
{
    /// <summary>The rule that failed; null when all hold.</summary>
    public RuleOutcome? Failed => Rules[^1].Holds ? null : Rules[^1];
}
