using Pds.Auditor.Checks;
using Pds.Consent;

namespace Pds.Auditor.Verify;

/// <summary>What a verification says.</summary>
/// <param name="Manifest">The export; null when it is none.</param>
/// <param name="Checks">The checks that ran, A0 first.</param>
/// <param name="NotRun">Ids of those that could not, because what they stand on did not hold.</param>
/// <param name="Anchors">What the auditor brought.</param>
/// <param name="LogKey">The vkey whose checkpoint was believed; null when none was.</param>
internal sealed record Verdict(
    ExportManifest? Manifest, IReadOnlyList<CheckReport> Checks, IReadOnlyList<string> NotRun, Anchors Anchors, string? LogKey)
{
    /// <summary>The worst of the checks. A check that could not run is never a pass: it ran not because another one failed.</summary>
    public int ExitCode =>
        NotRun.Count > 0 || Checks.Any(check => check.Status == CheckStatus.Tampered) ? Auditor.ExitCode.Tampered
        : Checks.Any(check => check.Status == CheckStatus.Finding) ? Auditor.ExitCode.Findings
        : Auditor.ExitCode.Sound;

    /// <summary>The exit code as a word.</summary>
    public string Word => ExitCode switch
    {
        Auditor.ExitCode.Sound => "sound",
        Auditor.ExitCode.Findings => "findings",
        _ => "tampered",
    };
}
