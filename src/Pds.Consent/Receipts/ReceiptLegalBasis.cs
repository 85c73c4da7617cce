namespace Pds.Consent;

/// <summary>On what ground (TS 27560 <c>lawful_basis</c>), and how it ends early (<c>withdrawal_method</c>).</summary>
/// <param name="Basis">DPV term, <c>dpv:Consent</c>.</param>
/// <param name="Law">The article it rests on.</param>
/// <param name="Withdrawal">How the resident withdraws, in plain words or as a URL.</param>
public sealed record ReceiptLegalBasis(string Basis, string Law, string Withdrawal);
