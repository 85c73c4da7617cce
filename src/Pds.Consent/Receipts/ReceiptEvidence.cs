namespace Pds.Consent;

/// <summary>The act of consent (TS 27560 event section).</summary>
/// <param name="Type">How the will was shown: <c>device_signature</c>, <c>passkey</c>, <c>counter</c>, … (<c>event_type</c>).</param>
/// <param name="Digest">base64url of the SHA-256 of the evidence.</param>
/// <param name="Time">When, RFC 3339 UTC (<c>event_time</c>).</param>
/// <param name="Entity">Who acted: the pairwise reference, or the one who acted for the resident (<c>entity_id</c>).</param>
/// <param name="State"><c>dpv:ConsentGiven</c> (<c>event_state</c>).</param>
/// <param name="Starts">First instant of validity, RFC 3339 UTC.</param>
/// <param name="ValidFor">Length of validity, ISO 8601 (<c>validity_duration</c>).</param>
public sealed record ReceiptEvidence(
    string Type, string Digest, string Time, string Entity, string State, string Starts, string ValidFor);
