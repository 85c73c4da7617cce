namespace Pds.Auditor;

/// <summary>How a command ends; the same for every command, so that a script can act on it.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked is as it should be.</summary>
    public const int Sound = 0;

    /// <summary>What was shown is authentic and not as it should be, or something could not be found out: unreachable, incomplete, a wrong environment.</summary>
    public const int Findings = 2;

    /// <summary>What was shown cannot be true: forged, changed, rolled back, two histories.</summary>
    public const int Tampered = 3;

    /// <summary>The command line was not understood, or a file it names cannot be read (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;
}
