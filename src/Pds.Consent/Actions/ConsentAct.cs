using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What came of an act: the consent as it now is, the act's entry, and its receipt.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Entry">The entry, with its proof.</param>
/// <param name="ActReceipt">Compact JWS, <c>typ: pds-receipt+jwt</c>.</param>
public sealed record ConsentAct(Grant Grant, RecordedEntry Entry, string ActReceipt);
