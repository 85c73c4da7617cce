namespace Pds.Server.Edge;

/// <summary>What a call brings along to say who is calling, besides the certificate of its connection.</summary>
/// <param name="Proof">The call proof; null for none, empty for several.</param>
/// <param name="Session">The secret of a session; null for none, empty for several.</param>
/// <param name="Mandate">The mandate the caller acts under; null for none, empty for several.</param>
internal sealed record Credentials(string? Proof, string? Session, string? Mandate = null)
{
    /// <summary>The metadata key of a mandate's id.</summary>
    public const string MandateHeader = "pds-mandate";

    /// <summary>The metadata key of a session's secret.</summary>
    public const string SessionHeader = "pds-session";

    /// <summary>They are secrets.</summary>
    public override string ToString() => nameof(Credentials);
}
