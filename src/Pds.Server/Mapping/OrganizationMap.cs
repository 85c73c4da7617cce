using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Organisations between domain and wire.</summary>
internal static class OrganizationMap
{
    /// <summary>To the wire.</summary>
    public static V1.Organization ToWire(this Organization organization) => new()
    {
        OrganizationId = organization.Id.ToString(),
        NameJa = organization.NameJa,
        Roles = { organization.Roles.Select(ToWire) },
        State = organization.State switch
        {
            OrganizationState.Registered => V1.OrganizationState.Registered,
            OrganizationState.Active => V1.OrganizationState.Active,
            OrganizationState.Suspended => V1.OrganizationState.Suspended,
        },
        EncryptionKeyThumbprint = organization.EncryptionKey?.Thumbprint ?? "",
        CallKeyThumbprint = organization.CallKey?.Jkt ?? "",
        Etag = Etag.Of(organization.RowVersion),
    };

    /// <summary>From the wire; false for UNSPECIFIED and for values this server does not know.</summary>
    public static bool TryParse(V1.OrganizationRole role, out OrganizationRole parsed)
    {
        parsed = (OrganizationRole)(int)role;
        return role != V1.OrganizationRole.Unspecified && Enum.IsDefined(parsed);
    }

    private static V1.OrganizationRole ToWire(OrganizationRole role) => role switch
    {
        OrganizationRole.Recipient => V1.OrganizationRole.Recipient,
        OrganizationRole.Source => V1.OrganizationRole.Source,
        OrganizationRole.Steward => V1.OrganizationRole.Steward,
        OrganizationRole.Reviewer => V1.OrganizationRole.Reviewer,
        OrganizationRole.Auditor => V1.OrganizationRole.Auditor,
        OrganizationRole.WebHost => V1.OrganizationRole.WebHost,
    };
}
