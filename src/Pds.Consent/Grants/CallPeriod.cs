namespace Pds.Consent;

/// <summary>The period a call limit counts in. Periods are Asia/Tokyo calendar periods, half-open.</summary>
public enum CallPeriod
{
    /// <summary>The whole life of the consent: one call in it is a one-time consent.</summary>
    Whole = 1,

    /// <summary>A civil day, from 00:00.</summary>
    Day = 2,

    /// <summary>A civil month, from the 1st 00:00.</summary>
    Month = 3,
}
