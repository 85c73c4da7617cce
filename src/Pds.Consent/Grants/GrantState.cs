namespace Pds.Consent;

/// <summary>Where a consent stands. DECLINED, WITHDRAWN, EXPIRED and INAPPLICABLE are final.</summary>
public enum GrantState
{
    /// <summary>An organisation has asked; the resident has not answered.</summary>
    Requested = 1,

    /// <summary>The resident said no. Nothing was ever shared.</summary>
    Declined = 2,

    /// <summary>The resident said yes and it holds.</summary>
    Active = 3,

    /// <summary>The resident stopped it for now and may resume it.</summary>
    Paused = 4,

    /// <summary>The resident took it back for good.</summary>
    Withdrawn = 5,

    /// <summary>Its end, or the time to answer, has passed.</summary>
    Expired = 6,

    /// <summary>The dataset or purpose it stood on was invalidated.</summary>
    Inapplicable = 7,
}
