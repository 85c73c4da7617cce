using Pds.Client;
using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>An organisation that takes part, with its own keys and its own client.</summary>
/// <param name="Key">How this program calls it.</param>
/// <param name="Client">The SDK it calls with.</param>
internal sealed record Organisation(string Key, PdsClient Client)
{
    /// <summary>Its id.</summary>
    public string Id => Client.OrganizationId;

    /// <summary>What it may ask for: approved purposes of its own, by their code. The newest version counts.</summary>
    public Dictionary<string, Purpose> Purposes { get; } = [];
}
