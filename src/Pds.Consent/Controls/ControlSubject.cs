namespace Pds.Consent;

/// <summary>What a control is asked of.</summary>
public enum ControlSubject
{
    /// <summary>A purpose version, before the review board approves it and ever after.</summary>
    Purpose = 1,

    /// <summary>A consent that was given, from the ledger's entries.</summary>
    Consent = 2,

    /// <summary>What one organisation did in one Tokyo month, from the ledger's entries.</summary>
    OrganizationMonth = 3,
}
