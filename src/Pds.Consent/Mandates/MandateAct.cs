namespace Pds.Consent;

/// <summary>
/// What can be done under a mandate. A closed set, and what is not in it nobody does for somebody else: to extend, to let go on what she paused, to
/// take the data away, to erase it, to register keys, to appoint others.
/// </summary>
public enum MandateAct
{
    /// <summary>See requests, consents, receipts, uses and the entries of the history.</summary>
    History = 1,

    /// <summary>See what is stored, from whom and since when, without a value.</summary>
    Records = 2,

    /// <summary>See the values.</summary>
    Values = 3,

    /// <summary>Say no to a request.</summary>
    Decline = 4,

    /// <summary>Stop a consent for now.</summary>
    Pause = 5,

    /// <summary>End a consent.</summary>
    Withdraw = 6,

    /// <summary>Say yes to a request.</summary>
    Grant = 7,
}
