namespace Pds.Auditor.Checks;

/// <summary>How bad a fault is.</summary>
internal enum Severity
{
    /// <summary>What is authentic tells of something that should not be, or something could not be shown.</summary>
    Finding,

    /// <summary>Bytes are not those that were signed or committed to.</summary>
    Tampered,
}
