namespace Pds.Ledger;

/// <summary>
/// On whose behalf entries are opened. A closed set: residents read their own chain freely, staff and auditors leave an entry first, and
/// the system's own recovery reads to finish what it began.
/// </summary>
public abstract record Reader
{
    private Reader()
    {
    }

    /// <summary>The person the chain is about (or the organisation, for its own chain).</summary>
    public sealed record Owner : Reader;

    /// <summary>The recorder's own machinery: recovery and sweeping. Shows nothing to anybody.</summary>
    public sealed record Recovery : Reader;

    /// <summary>A city employee; every opening is an entry of the chain read.</summary>
    /// <param name="Account">The staff account.</param>
    /// <param name="Reason">Why, as the resident will read it.</param>
    public sealed record Staff(string Account, string Reason) : Reader;

    /// <summary>An auditor; every opening is an entry of the chain read.</summary>
    /// <param name="Mandate">The audit mandate.</param>
    /// <param name="Reason">Why, as the resident will read it.</param>
    public sealed record Auditor(string Mandate, string Reason) : Reader;
}
