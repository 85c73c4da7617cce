namespace Pds.Consent;

/// <summary>Where a purpose version stands. Its own expiry is a date, not a state.</summary>
public enum PurposeState
{
    /// <summary>Waits for the review board.</summary>
    Proposed = 1,

    /// <summary>May be asked for.</summary>
    Approved = 2,

    /// <summary>The board said no.</summary>
    Rejected = 3,

    /// <summary>Taken out of use for good; consents that stood on it are INAPPLICABLE.</summary>
    Invalidated = 4,
}
