namespace Pds.Ledger;

/// <summary>
/// Names one event chain: a resident's, an organisation's, or one of the operator's own. Each chain has its own LEK and LSK, made with its
/// first entry, and its own sequence starting at 0.
/// </summary>
public readonly record struct ChainId
{
    private readonly string? text;

    private ChainId(string text) => this.text = text;

    /// <summary>Acts of the operator that concern no single resident.</summary>
    public static ChainId Operator { get; } = new("operator");

    /// <summary>Keys coming into and going out of use.</summary>
    public static ChainId Keys { get; } = new("keys");

    /// <summary>Cover entries; written by the recorder only.</summary>
    public static ChainId Cover { get; } = new("cover");

    /// <summary>A resident's private chain.</summary>
    public static ChainId Resident(ResidentId resident) => new($"resident:{resident}");

    /// <summary>An organisation's chain.</summary>
    public static ChainId Organization(OrganizationId organization) => new($"organization:{organization}");

    /// <summary>The name that goes into derivations and into the link of every entry.</summary>
    public string Name => text ?? throw new InvalidOperationException("A chain id is made by one of the members of ChainId.");

    /// <summary>Not the identifier: chains of persons may not appear in logs.</summary>
    public override string ToString() => text?.Split(':')[0] ?? "none";
}
