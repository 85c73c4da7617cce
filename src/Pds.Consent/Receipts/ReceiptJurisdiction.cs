namespace Pds.Consent;

/// <summary>Whose law applies (TS 27560 <c>jurisdiction</c>) and who answers under it (party identification section).</summary>
/// <param name="Country">ISO 3166-1, <c>JP</c>.</param>
/// <param name="Law">The act, for example 個人情報の保護に関する法律.</param>
/// <param name="Parties">The controllers and the recipient; at least one of each role.</param>
public sealed record ReceiptJurisdiction(string Country, string Law, IReadOnlyList<ReceiptParty> Parties);
