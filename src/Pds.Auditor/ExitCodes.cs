namespace Pds.Auditor;

/// <summary>What the program ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Everything that can be checked holds.</summary>
    public const int Sound = 0;

    /// <summary>The log is authentic and tells of something that should not be, or something could not be shown.</summary>
    public const int Findings = 2;

    /// <summary>Bytes are not those that were signed or committed to.</summary>
    public const int Tampered = 3;

    /// <summary>The command line is wrong, or a file it names cannot be read (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;
}
