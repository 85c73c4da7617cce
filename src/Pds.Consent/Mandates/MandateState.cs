namespace Pds.Consent;

/// <summary>Where a mandate stands as stored; that its time is over is read off its end.</summary>
public enum MandateState
{
    /// <summary>Offered, or registered by the city, and not accepted yet.</summary>
    Offered = 1,

    /// <summary>Accepted.</summary>
    Active = 2,

    /// <summary>Ended before its time, or not accepted.</summary>
    Ended = 3,
}
