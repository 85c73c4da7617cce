namespace Pds.Auditor.Verify;

/// <summary>What the auditor knows from elsewhere. What is missing is taken from the export, and the verdict says so.</summary>
/// <param name="Policy">A tlog-policy: which log keys are believed.</param>
/// <param name="Root">The city's root certificate, DER.</param>
/// <param name="Previous">The checkpoint kept from an earlier audit, a signed note.</param>
internal sealed record Anchors(string? Policy = null, byte[]? Root = null, string? Previous = null);
