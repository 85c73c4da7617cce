namespace Pds.Consent;

/// <summary>Somebody who acted for the resident, recorded as themselves.</summary>
/// <param name="Role"><c>helper</c>, <c>proxy</c> or <c>guardian</c>.</param>
/// <param name="Id">A pairwise id of that person.</param>
/// <param name="Mandate">Reference of the mandate.</param>
public sealed record ReceiptActor(string Role, string Id, string Mandate);
