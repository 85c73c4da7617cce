namespace Pds.Consent;

/// <summary>The period a call limit counts in. Periods are Asia/Tokyo calendar periods, half-open, from short to long.</summary>
public enum CallPeriod
{
    /// <summary>A civil day, from 00:00.</summary>
    Day = 1,

    /// <summary>A civil month, from the 1st 00:00.</summary>
    Month = 2,

    /// <summary>A civil year, from 1 January 00:00.</summary>
    Year = 3,

    /// <summary>The whole life of the consent: one call in it is a one-time consent.</summary>
    Whole = 4,
}
