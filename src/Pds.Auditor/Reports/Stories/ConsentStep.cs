namespace Pds.Auditor.Reports.Stories;

/// <summary>One entry in the life of a consent.</summary>
/// <param name="Kind">The entry's kind, such as <c>consent_paused</c>.</param>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Leaf">Leaf index.</param>
/// <param name="Commitment">C, 32 bytes.</param>
internal sealed record ConsentStep(string Kind, DateTimeOffset At, long Leaf, byte[] Commitment);
