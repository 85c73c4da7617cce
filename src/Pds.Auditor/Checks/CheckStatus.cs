namespace Pds.Auditor.Checks;

/// <summary>What a check says.</summary>
internal enum CheckStatus
{
    /// <summary>It holds.</summary>
    Sound,

    /// <summary>There is nothing in this export that it could be about, or what it needs was not given. Not a pass.</summary>
    NotApplicable,

    /// <summary>See <see cref="Severity.Finding"/>.</summary>
    Finding,

    /// <summary>See <see cref="Severity.Tampered"/>.</summary>
    Tampered,
}
