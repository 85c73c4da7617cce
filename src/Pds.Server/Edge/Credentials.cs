namespace Pds.Server.Edge;

/// <summary>What a call brings along to say who is calling, besides the certificate of its connection.</summary>
/// <param name="Proof">The call proof; null for none, empty for several.</param>
/// <param name="Session">The secret of a resident's session; null for none, empty for several.</param>
/// <param name="Staff">The secret of a session of staff; null for none, empty for several.</param>
/// <param name="Mandate">The mandate the caller acts under; null for none, empty for several.</param>
internal sealed record Credentials(string? Proof, string? Session, string? Staff, string? Mandate)
{
    /// <summary>The metadata key of a mandate's id.</summary>
    public const string MandateHeader = "pds-mandate";

    /// <summary>The metadata key of a session's secret.</summary>
    public const string SessionHeader = "pds-session";

    /// <summary>The metadata key of a staff session's secret.</summary>
    public const string StaffHeader = "pds-staff-session";

    /// <summary>What stands for a session, whichever it is: what the proof must name. Null outside one.</summary>
    public string? Either => Session ?? Staff;

    /// <summary>Two sessions are none: which one counted would be the server's choice.</summary>
    public bool AreTwo => Session is not null && Staff is not null;

    /// <summary>They are secrets.</summary>
    public override string ToString() => nameof(Credentials);
}
