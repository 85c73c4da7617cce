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
}
