namespace Pds.Consent;

/// <summary>Where an organisation stands.</summary>
public enum OrganizationState
{
    /// <summary>Registered; has no certificate yet and cannot call.</summary>
    Registered = 1,

    /// <summary>Enrolled and in good standing (gate rule 11).</summary>
    Active = 2,

    /// <summary>Stopped by a steward: every call and every delivery under its consents is refused.</summary>
    Suspended = 3,
}
