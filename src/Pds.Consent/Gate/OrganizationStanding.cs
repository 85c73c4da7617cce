namespace Pds.Consent;

/// <summary>Where an organisation stands (rule 11).</summary>
public enum OrganizationStanding
{
    /// <summary>Registered; has no certificate yet.</summary>
    Registered = 1,

    /// <summary>Enrolled and in good standing.</summary>
    Active = 2,

    /// <summary>Stopped by a steward.</summary>
    Suspended = 3,
}
