namespace Pds.Client;

/// <summary>One of the faults of a refused message.</summary>
/// <param name="Field">The member, as the protos spell it.</param>
/// <param name="Code">What it breaks, UPPER_SNAKE.</param>
/// <param name="SentenceJa">What to change, in plain Japanese.</param>
public sealed record PdsFault(string Field, string Code, string SentenceJa);
