namespace Pds.Auditor.Reports.Pia;

/// <summary>What people wrote of one of the three feared events.</summary>
/// <param name="Kind"><c>access</c>, <c>change</c> or <c>loss</c>.</param>
/// <param name="Impacts">What it would do to people.</param>
/// <param name="Threats">How it could come about.</param>
/// <param name="Sources">Who or what could cause it.</param>
/// <param name="Measures">Titles of the measures against it.</param>
/// <param name="Severity">1 (negligible) to 4 (maximum).</param>
/// <param name="Likelihood">1 (negligible) to 4 (maximum).</param>
/// <param name="Text">Why so; empty when nothing was written.</param>
internal sealed record PiaRisk(
    string Kind, IReadOnlyList<string> Impacts, IReadOnlyList<string> Threats, IReadOnlyList<string> Sources, IReadOnlyList<string> Measures, int Severity,
    int Likelihood, string Text);
