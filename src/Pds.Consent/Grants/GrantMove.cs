namespace Pds.Consent;

/// <summary>What can happen to a consent. Each move is one ledger entry.</summary>
public enum GrantMove
{
    /// <summary>The resident agrees.</summary>
    Give = 1,

    /// <summary>The resident refuses.</summary>
    Decline = 2,

    /// <summary>The resident pauses.</summary>
    Pause = 3,

    /// <summary>The resident resumes.</summary>
    Resume = 4,

    /// <summary>The resident withdraws.</summary>
    Withdraw = 5,

    /// <summary>Time runs out.</summary>
    Expire = 6,

    /// <summary>The dataset or purpose is invalidated.</summary>
    Invalidate = 7,
}
