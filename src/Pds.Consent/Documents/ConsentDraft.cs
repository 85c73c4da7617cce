namespace Pds.Consent;

/// <summary>A document that was shown and is not signed yet.</summary>
/// <param name="Document">Its exact bytes.</param>
/// <param name="Terms">The terms it states.</param>
/// <param name="PreparedAt">When it was made, UTC.</param>
/// <param name="SignBefore">Until when it can be signed (half-open, UTC).</param>
internal sealed record ConsentDraft(byte[] Document, GrantTerms Terms, DateTimeOffset PreparedAt, DateTimeOffset SignBefore);

/// <summary>A document as signed, with the evidence over it.</summary>
/// <param name="Document">Its exact bytes.</param>
/// <param name="EvidenceType">Such as <c>device_signature</c>.</param>
/// <param name="Evidence">The evidence's bytes, such as the compact JWS.</param>
public sealed record SignedDocument(byte[] Document, string EvidenceType, byte[] Evidence)
{
    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(SignedDocument);
}
