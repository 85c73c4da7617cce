namespace Pds.Consent;

/// <summary>What a status list says of a receipt (draft-ietf-oauth-status-list section 7.1); two bits.</summary>
public enum ReceiptStatus
{
    /// <summary>In force.</summary>
    Valid = 0,

    /// <summary>Withdrawn, expired or inapplicable; never comes back.</summary>
    Invalid = 1,

    /// <summary>Paused.</summary>
    Suspended = 2,
}
