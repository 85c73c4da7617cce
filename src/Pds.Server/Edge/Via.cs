using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Sessions;

namespace Pds.Server.Edge;

/// <summary>What carries a resident's call. A closed set.</summary>
public abstract record Via
{
    private Via()
    {
    }

    /// <summary>Its kind only: it stands for a person.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The resident's own enrolled device, whose key signed this very call: what it starts, the resident starts.</summary>
    public sealed record Device(DeviceId Id) : Via;

    /// <summary>A session through a web host. The host signed the call, so that what it starts needs the resident's own evidence.</summary>
    public sealed record Session(LiveSession Live) : Via;

    /// <summary>
    /// A visit or call: a clerk's session carries it, for the one resident who answered for herself when it was opened. What it starts needs her
    /// own evidence again.
    /// </summary>
    /// <param name="Open">The visit.</param>
    /// <param name="Clerk">The clerk.</param>
    /// <param name="Host">The web host.</param>
    public sealed record Visit(Desk.Visit Open, StaffMember Clerk, OrganizationId Host) : Via;
}
