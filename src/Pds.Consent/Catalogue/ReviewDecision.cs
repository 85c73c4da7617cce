using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What the review board (審査会, PIA / ELSI) decided on a purpose version.</summary>
/// <param name="Approved">True when the purpose may be asked for.</param>
/// <param name="ReasonJa">The ground, 1 to 1,000 characters.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reviewer">Which organisation decided.</param>
public sealed record ReviewDecision(bool Approved, string ReasonJa, DateTimeOffset At, OrganizationId Reviewer);
