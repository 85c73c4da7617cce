namespace Pds.Ledger;

/// <summary>A witness of a policy.</summary>
/// <param name="Name">Its name in the policy; need not be the name of its key.</param>
/// <param name="Key">Checks its cosignatures.</param>
/// <param name="Url">Where it takes <c>add-checkpoint</c> (C2SP tlog-witness, submission prefix), or null when only verification is wanted.</param>
public sealed record PolicyWitness(string Name, CosignatureVerifier Key, string? Url) : PolicyMember(Name)
{
    /// <inheritdoc/>
    public override int LeastCosignatures => 1;

    /// <inheritdoc/>
    public override bool IsMetBy(IReadOnlySet<PolicyWitness> cosigned) => cosigned.Contains(this);

    /// <summary>The policy line, without its newline.</summary>
    public override string ToString() => Url is null ? $"witness {Name} {Key}" : $"witness {Name} {Key} {Url}";
}
