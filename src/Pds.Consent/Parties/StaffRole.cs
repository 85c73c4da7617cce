namespace Pds.Consent;

/// <summary>What a person of the staff may do; a closed set, and one person can hold several. What her organisation may not, she may not either.</summary>
public enum StaffRole
{
    /// <summary>Helps residents at the counter, with paper and on the telephone; by herself she can do nothing for anybody.</summary>
    Counter = 1,

    /// <summary>Registers organisations, datasets and residents for an organisation that is a steward.</summary>
    Steward = 2,

    /// <summary>Decides on purposes for an organisation that is a review board (審査会).</summary>
    Reviewer = 3,
}
