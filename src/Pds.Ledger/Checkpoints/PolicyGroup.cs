namespace Pds.Ledger;

/// <summary>A group of a policy: it counts as witnessing when enough of its members do.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Threshold">How many members are enough: 1 (<c>any</c>) to the number of members (<c>all</c>).</param>
/// <param name="Members">Its members, each defined before it; at least one, and each name is a member of one group at most.</param>
public sealed record PolicyGroup(string Name, int Threshold, IReadOnlyList<PolicyMember> Members) : PolicyMember(Name)
{
    // No witness is in two groups, so the cheapest members never share a witness and their costs add up.
    /// <inheritdoc/>
    public override int LeastCosignatures => Members.Select(member => member.LeastCosignatures).Order().Take(Threshold).Sum();

    /// <inheritdoc/>
    public override bool IsMetBy(IReadOnlySet<PolicyWitness> cosigned) => Members.Count(member => member.IsMetBy(cosigned)) >= Threshold;

    /// <summary>The policy line, without its newline.</summary>
    public override string ToString() => $"group {Name} {Rule()} {string.Join(' ', Members.Select(member => member.Name))}";

    private string Rule() => Threshold == Members.Count ? "all" : Threshold == 1 ? "any" : DecimalText.Of(Threshold);
}
