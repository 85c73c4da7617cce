namespace Pds.Consent;

/// <summary>Acts that get a receipt of their own. Written in capitals in the token; a kind we do not know is refused.</summary>
public enum ActKind
{
    /// <summary>The resident declined.</summary>
    Refuse = 1,

    /// <summary>The resident paused the consent.</summary>
    Pause,

    /// <summary>The resident let it go on.</summary>
    Resume,

    /// <summary>The resident withdrew.</summary>
    Withdraw,

    /// <summary>Data was given away.</summary>
    Use,

    /// <summary>Data was deleted.</summary>
    Delete,
}
