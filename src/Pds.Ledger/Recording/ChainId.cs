namespace Pds.Ledger;

/// <summary>
/// Names one event chain: a resident's, an organisation's, or one of the operator's own. Each chain has its own LEK and LSK, made with its
/// first entry, and its own sequence starting at 0.
/// </summary>
public readonly record struct ChainId
{
    private const string ResidentPrefix = "resident:";
    private const string OrganizationPrefix = "organization:";

    private readonly string? text;

    private ChainId(string text) => this.text = text;

    /// <summary>Acts of the operator that concern no single resident.</summary>
    public static ChainId Operator { get; } = new("operator");

    /// <summary>Keys coming into and going out of use.</summary>
    public static ChainId Keys { get; } = new("keys");

    /// <summary>Cover entries; written by the recorder only.</summary>
    public static ChainId Cover { get; } = new("cover");

    /// <summary>Exports of the log for auditors.</summary>
    public static ChainId Exports { get; } = new("exports");

    /// <summary>The heads of all other chains, once an epoch; written by the recorder only, and opened to everybody.</summary>
    public static ChainId Heads { get; } = new("heads");

    /// <summary>A resident's private chain.</summary>
    public static ChainId Resident(ResidentId resident) => new($"{ResidentPrefix}{resident}");

    /// <summary>An organisation's chain.</summary>
    public static ChainId Organization(OrganizationId organization) => new($"{OrganizationPrefix}{organization}");

    /// <summary>Whose private chain this is; null for every other chain.</summary>
    public ResidentId? ResidentOrNull =>
        text is not null && text.StartsWith(ResidentPrefix, StringComparison.Ordinal) && ResidentId.TryParse(text[ResidentPrefix.Length..], out var id) ? id : null;

    /// <summary>Reads the name of a chain; anything else is refused.</summary>
    public static bool TryParse(string? name, out ChainId chain)
    {
        chain = name switch
        {
            "operator" => Operator,
            "keys" => Keys,
            "cover" => Cover,
            "exports" => Exports,
            "heads" => Heads,
            _ when name?.StartsWith(OrganizationPrefix, StringComparison.Ordinal) == true
                && OrganizationId.TryParse(name[OrganizationPrefix.Length..], out var organization) => Organization(organization),
            _ when name?.StartsWith(ResidentPrefix, StringComparison.Ordinal) == true
                && ResidentId.TryParse(name[ResidentPrefix.Length..], out var resident) => Resident(resident),
            _ => default,
        };
        return chain.text is not null;
    }

    /// <summary>The name that goes into derivations and into the link of every entry.</summary>
    public string Name => text ?? throw new InvalidOperationException("A chain id is made by one of the members of ChainId.");

    /// <summary>Not the identifier: chains of persons may not appear in logs.</summary>
    public override string ToString() => text?.Split(':')[0] ?? "none";
}
