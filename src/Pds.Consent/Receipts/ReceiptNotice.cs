namespace Pds.Consent;

/// <summary>The notice exactly as shown (TS 27560 <c>privacy_notice</c> and <c>language</c>; FEATURES R9).</summary>
/// <param name="Url">Where it is published, or a URN that names its version.</param>
/// <param name="Sha256">base64url of the SHA-256 of the shown bytes: 43 characters.</param>
/// <param name="Lang">BCP 47 tag, <c>ja</c> for Japanese.</param>
public sealed record ReceiptNotice(string Url, string Sha256, string Lang);
