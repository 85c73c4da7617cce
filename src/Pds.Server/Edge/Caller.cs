using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Staff;

namespace Pds.Server.Edge;

/// <summary>Who is calling, proved before any service runs. A closed set; nothing a caller writes into a message changes it (FEATURES S1).</summary>
public abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>The name under which this caller's idempotency keys, page tokens and call proofs are kept.</summary>
    public abstract string Name { get; }

    /// <summary>Its kind only: a caller may be a person.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>An organisation: a client certificate of this city's CA, and a call proof by the same key.</summary>
    public sealed record OrganizationCaller(Organization Organization) : Caller
    {
        /// <inheritdoc/>
        public override string Name => Organization.Id.ToString();
    }

    /// <summary>A resident, through an enrolled device's call proof or through a living session of a web host.</summary>
    public sealed record ResidentCaller(ResidentId Resident, Via Through) : Caller
    {
        /// <summary>Who stands beside the resident or in her place in this session, and over which channel; null when she acts alone.</summary>
        public Acting? Acting { get; init; }

        /// <summary>The mandate under which somebody else acts as the resident in this call; null when she does. Looked up at this call.</summary>
        public Mandate? Under { get; init; }

        /// <inheritdoc/>
        public override string Name => Under is null ? Resident.ToString() : $"{Resident}/{Under.Id}";
    }

    /// <summary>A person of the staff in a living session of a web host. What she does she does for her organisation, and the entry names both.</summary>
    /// <param name="Member">Who.</param>
    /// <param name="Organization">For whom.</param>
    /// <param name="Live">The session.</param>
    public sealed record StaffCaller(StaffMember Member, Organization Organization, StaffSession Live) : Caller
    {
        /// <inheritdoc/>
        public override string Name => Member.Id.ToString();
    }

    /// <summary>Anybody; reaches the public catalogue, the log, and the two enrolment methods.</summary>
    public sealed record Anonymous : Caller
    {
        /// <inheritdoc/>
        public override string Name => "anonymous";
    }
}
