namespace Pds.Ledger;

/// <summary>Something a quorum can be made of (C2SP tlog-policy): a witness, or a group of members. Names mean something inside one policy only.</summary>
/// <param name="Name">Its name in the policy.</param>
public abstract record PolicyMember(string Name)
{
    /// <summary>The fewest witnesses that can make this member count as witnessing; what anybody needs to know is "how many are enough".</summary>
    public abstract int LeastCosignatures { get; }

    /// <summary>True when it counts as witnessing, given who cosigned.</summary>
    public abstract bool IsMetBy(IReadOnlySet<PolicyWitness> cosigned);
}
