namespace Pds.Consent;

/// <summary>What became of the call proof (rule 4).</summary>
public enum CallProofStanding
{
    /// <summary>Fresh, about this very call, and never used.</summary>
    Fresh = 1,

    /// <summary>The same bytes came before, less than ten minutes ago, and their intent still stands: the call is resumed.</summary>
    Resumed = 2,

    /// <summary>More than 60 seconds away from our clock.</summary>
    Stale = 3,

    /// <summary>Used before with other content.</summary>
    Replayed = 4,

    /// <summary>Signed by the right key but not about this call: method, address, request hash or receipt hash differ.</summary>
    Mismatched = 5,

    /// <summary>The same bytes came before, and the ten minutes to resume are over.</summary>
    ResumeOver = 6,
}
