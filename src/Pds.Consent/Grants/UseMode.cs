namespace Pds.Consent;

/// <summary>What the recipient may do with what it gets (FEATURES C14).</summary>
public enum UseMode
{
    /// <summary>Look at it for the task at hand; keep nothing.</summary>
    View = 1,

    /// <summary>Keep it, for at most the retention days of the consent.</summary>
    Store = 2,
}
