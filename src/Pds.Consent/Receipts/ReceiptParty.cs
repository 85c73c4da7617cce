namespace Pds.Consent;

/// <summary>One party (TS 27560 <c>party_id</c>, <c>party_name</c>, <c>party_address</c>, <c>party_contact</c>, <c>party_type</c>).</summary>
/// <param name="Id">The organisation's id or the issuer URL.</param>
/// <param name="Role"><c>dpv:DataController</c> or <c>dpv:Recipient</c>.</param>
/// <param name="Type">DPV organisation type, for example <c>dpv:PublicAuthority</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Contact">Telephone, e-mail or URL for questions.</param>
public sealed record ReceiptParty(string Id, string Role, string Type, string Name, string Address, string Contact);
