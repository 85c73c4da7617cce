namespace Pds.Auditor.Checks;

/// <summary>One thing that does not hold.</summary>
/// <param name="Fault">What.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Place">File, with line or byte; empty when it is no place.</param>
/// <param name="Leaf">Leaf index; null when it is about no leaf.</param>
internal sealed record Failure(Fault Fault, Severity Severity, string Place, long? Leaf);
