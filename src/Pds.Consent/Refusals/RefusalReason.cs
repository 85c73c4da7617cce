namespace Pds.Consent;

/// <summary>
/// Every reason this system gives for saying no, one to one with <c>RefusalReason</c> of <c>errors.proto</c>: same words (see
/// <see cref="RefusalCodes.Code"/>), same numbers, never reused.
/// </summary>
public enum RefusalReason
{
    /// <summary>The bytes are not a message of this method.</summary>
    MessageMalformed = 1,

    /// <summary>The message is larger than the method allows.</summary>
    MessageTooLarge = 2,

    /// <summary>The message is compressed; the call proof covers the bytes as sent, so send them plain.</summary>
    MessageCompressed = 3,

    /// <summary>
    /// A field is missing, malformed, out of bounds, or an enum value this server does not know. See the field violations.
    /// </summary>
    FieldInvalid = 4,

    /// <summary>The page token was not made by this server for this caller and this query, or is older than one hour.</summary>
    PageTokenInvalid = 5,

    /// <summary>The request_id was used before, within 24 hours, with another message.</summary>
    RequestIdReused = 6,

    /// <summary>The etag is not the object's present one; read the object again.</summary>
    EtagMismatch = 7,

    /// <summary>The method needs an organisation's client certificate and none was presented.</summary>
    ClientCertificateRequired = 10,

    /// <summary>The certificate is not the city's, not current, or not the one enrolled.</summary>
    ClientCertificateRefused = 11,

    /// <summary>The method needs a call proof in the metadata "pds-call-proof".</summary>
    CallProofRequired = 12,

    /// <summary>The call proof does not belong to this caller, method or message.</summary>
    CallProofRefused = 13,

    /// <summary>The call proof's iat is more than 60 seconds away from the server's clock.</summary>
    CallProofExpired = 14,

    /// <summary>The call proof's jti was used before.</summary>
    CallReplayed = 15,

    /// <summary>The caller is known and may not do this.</summary>
    CallerNotPermitted = 16,

    /// <summary>The calling organisation is suspended or its certificate was revoked. Gate rule 11.</summary>
    OrganizationSuspended = 17,

    /// <summary>The one-time code is unknown, used or expired; which of them is not told.</summary>
    EnrollmentCodeRefused = 20,

    /// <summary>The certificate signing request is malformed, not P-256, or not signed by its own key.</summary>
    CsrRefused = 21,

    /// <summary>The encryption key is not a usable X25519 public key.</summary>
    EncryptionKeyRefused = 22,

    /// <summary>The device's proof is not signed by the device key over this code.</summary>
    DeviceProofRefused = 23,

    /// <summary>There is no such object for this caller. An object of another caller and one that never existed look alike.</summary>
    NotFound = 30,

    /// <summary>An object of this code and version exists with another content.</summary>
    AlreadyExists = 31,

    /// <summary>The object's state does not allow this move.</summary>
    StateConflict = 32,

    /// <summary>The dataset version is not valid: unknown, invalidated or replaced.</summary>
    DatasetInvalid = 33,

    /// <summary>The purpose has not been approved by the review board.</summary>
    PurposeNotApproved = 40,

    /// <summary>The request asks for more than the purpose's or dataset's ceilings allow.</summary>
    CeilingExceeded = 41,

    /// <summary>The same is already granted, or already waits for the resident's answer.</summary>
    ConsentAlreadyAsked = 42,

    /// <summary>The resident's choices leave out a required field or go beyond what was asked.</summary>
    ChoiceNotNarrower = 43,

    /// <summary>The document presented with the evidence is not one this server showed for this request, or is too old.</summary>
    DocumentUnknown = 44,

    /// <summary>The evidence is not this person's signature over exactly this document.</summary>
    EvidenceRefused = 45,

    /// <summary>
    /// Rules 1 to 3: the presentation is not a receipt of this city bound to this caller. Unknown, erased, foreign and forged look
    /// alike to the byte.
    /// </summary>
    ConsentUnknown = 50,

    /// <summary>Rule 5: the resident paused it.</summary>
    ConsentPaused = 51,

    /// <summary>Rule 5: the resident withdrew it, or was erased.</summary>
    ConsentWithdrawn = 52,

    /// <summary>Rules 5 and 6: its end has passed.</summary>
    ConsentExpired = 53,

    /// <summary>Rule 6: its start has not come.</summary>
    ConsentNotStarted = 54,

    /// <summary>Rule 5: its dataset or purpose was invalidated.</summary>
    ConsentInapplicable = 55,

    /// <summary>Rule 7: the purpose version is no longer valid.</summary>
    PurposeInvalid = 56,

    /// <summary>Rule 8: a field outside the consent.</summary>
    FieldNotGranted = 57,

    /// <summary>Rule 9: data dates outside the consent.</summary>
    DataRangeNotGranted = 58,

    /// <summary>Rule 10: more calls in this period than consented.</summary>
    FrequencyExceeded = 59,

    /// <summary>Rule 12: an obligation of the recipient is overdue.</summary>
    ObligationOutstanding = 60,

    /// <summary>The sealed share does not open, or not together with the other shares.</summary>
    ShareRefused = 61,

    /// <summary>The vault holds no record that the consent covers.</summary>
    NoData = 62,

    /// <summary>The ten minutes in which this call could be resumed are over.</summary>
    ResumeExpired = 63,

    /// <summary>The record is not a source-signed SD-JWT of the calling source.</summary>
    SourceRecordRefused = 70,

    /// <summary>A field is not in the dataset, or has the wrong type.</summary>
    RecordSchemaViolated = 71,

    /// <summary>The ledger cannot be written; nothing was changed and nothing released. Try again.</summary>
    LedgerUnavailable = 80,

    /// <summary>The server's clock ran back; an operator must correct it.</summary>
    ClockUntrusted = 81,

    /// <summary>Too many calls at once; try again.</summary>
    Overloaded = 82,

    /// <summary>The caller gave up or its deadline passed.</summary>
    Cancelled = 83,

    /// <summary>A defect of the server. Nothing is told about it but the request id.</summary>
    Internal = 84,

    /// <summary>The server offers no such method.</summary>
    MethodUnknown = 85,
}
