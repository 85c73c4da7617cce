using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A person of the staff.</summary>
public sealed record StaffMember
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxNameLength = 60;

    /// <summary>Prefix of the one-time code that ties her sign-in to her.</summary>
    public const string CodePrefix = "stc";

    /// <summary>The person.</summary>
    public required StaffId Id { get; init; }

    /// <summary>Her name as colleagues and residents read it; sealed in the row, and in no entry.</summary>
    public required string NameJa { get; init; }

    /// <summary>What she may do.</summary>
    public required IReadOnlyList<StaffRole> Roles { get; init; }

    /// <summary>For whom she works.</summary>
    public required OrganizationId Organization { get; init; }

    /// <summary>The organisation in whose section she sits, when it is another one: she may not help anybody to agree to what that one asks.</summary>
    public OrganizationId? Section { get; init; }

    /// <summary>Whether she left; her row stays, because entries name her.</summary>
    public bool Removed { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position in the order of admission.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether she may.</summary>
    public bool Has(StaffRole role) => Roles.Contains(role);

    /// <summary>Whether what this organisation asks is her own office's business.</summary>
    public bool WorksFor(OrganizationId recipient) => recipient == Organization || recipient == Section;

    /// <summary>Whether an organisation's roles allow its staff this one. A clerk at the counter may be of any organisation.</summary>
    public static bool Allows(Organization organization, StaffRole role)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return role switch
        {
            StaffRole.Steward => organization.Has(OrganizationRole.Steward),
            StaffRole.Reviewer => organization.Has(OrganizationRole.Reviewer),
            StaffRole.Counter => !organization.Has(OrganizationRole.WebHost),
        };
    }

    /// <summary>Its own name only: it names a person.</summary>
    public override string ToString() => nameof(StaffMember);
}
