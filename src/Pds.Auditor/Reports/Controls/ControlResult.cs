using Pds.Consent;

namespace Pds.Auditor.Reports.Controls;

/// <summary>One control, asked of everything it concerns.</summary>
/// <param name="Control">Which.</param>
/// <param name="Asked">Of how many subjects.</param>
/// <param name="Breaches">Those that break it.</param>
internal sealed record ControlResult(Control Control, int Asked, IReadOnlyList<ControlBreach> Breaches);
