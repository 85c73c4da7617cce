using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Staff between domain and wire.</summary>
internal static class StaffMap
{
    /// <summary>To the wire.</summary>
    public static V1.StaffMember ToWire(this StaffMember member) => new()
    {
        StaffId = member.Id.ToString(),
        NameJa = member.NameJa,
        Roles = { member.Roles.Select(ToWire) },
        OrganizationId = member.Organization.ToString(),
        SectionId = member.Section?.ToString() ?? "",
        Removed = member.Removed,
    };

    /// <summary>From the wire; false for UNSPECIFIED and for values this server does not know.</summary>
    public static bool TryParse(V1.StaffRole role, out StaffRole parsed)
    {
        parsed = (StaffRole)(int)role;
        return Enum.IsDefined(parsed);
    }

    private static V1.StaffRole ToWire(StaffRole role) => role switch
    {
        StaffRole.Counter => V1.StaffRole.Counter,
        StaffRole.Steward => V1.StaffRole.Steward,
        StaffRole.Reviewer => V1.StaffRole.Reviewer,
    };
}
