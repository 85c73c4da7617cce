namespace Pds.Consent;

/// <summary>
/// Every reason this system gives for saying no. The UPPER_SNAKE form (<see cref="RefusalCodes.Code"/>) is the machine-readable
/// reason of <c>errors.proto</c>; numbers are never reused.
/// </summary>
public enum RefusalReason
{
    /// <summary>Gate rules 1 to 3: one reason for unreadable, forged, foreign and unknown, so that nobody learns which.</summary>
    ReceiptNotAccepted = 1,

    /// <summary>Rule 4: the call proof is older than 60 seconds or dated ahead of our clock.</summary>
    CallProofStale = 2,

    /// <summary>Rule 4: the proof's id was used before, with other content or too long ago to resume.</summary>
    CallReplayed = 3,

    /// <summary>Rule 4: the proof does not speak about this call (method, address, request hash or receipt hash differ).</summary>
    CallProofMismatched = 4,

    /// <summary>Rule 5: the resident has paused this consent.</summary>
    ConsentPaused = 5,

    /// <summary>Rule 5: the resident has withdrawn this consent, or their vault was erased.</summary>
    ConsentWithdrawn = 6,

    /// <summary>Rules 5 and 6: the consent's end has passed.</summary>
    ConsentExpired = 7,

    /// <summary>Rule 5: the dataset or purpose this consent stood on was invalidated.</summary>
    ConsentInapplicable = 8,

    /// <summary>Rule 5: the consent was never given (requested or declined).</summary>
    ConsentNotGiven = 9,

    /// <summary>Rule 6: the consent's start lies ahead.</summary>
    ConsentNotYetValid = 10,

    /// <summary>Rule 7: the purpose version is not approved, has expired or was invalidated.</summary>
    PurposeNotValid = 11,

    /// <summary>Rule 8: a field was asked for that the consent or the purpose does not contain.</summary>
    FieldsNotGranted = 12,

    /// <summary>Rule 9: the asked data range reaches outside the granted one.</summary>
    DataRangeNotGranted = 13,

    /// <summary>Rule 10: the calls of this period are used up.</summary>
    CallFrequencyExceeded = 14,

    /// <summary>Rule 11: the organisation is suspended or not enrolled.</summary>
    OrganizationNotInGoodStanding = 15,

    /// <summary>Rule 12: the recipient owes something (a deletion statement, say) from before.</summary>
    ObligationOutstanding = 16,

    /// <summary>Rule 4: the same call came before, and the ten minutes in which it can be resumed are over.</summary>
    ResumeExpired = 17,

    /// <summary>The recipient's share does not open, or not together with the other shares.</summary>
    ShareNotAccepted = 18,

    /// <summary>The vault holds no record that the consent covers.</summary>
    NoData = 19,

    /// <summary>The message could not be understood; field violations say where.</summary>
    InvalidArgument = 30,

    /// <summary>There is no such object for this caller. Foreign and unknown look alike.</summary>
    NotFound = 31,

    /// <summary>The caller did not prove who they are.</summary>
    Unauthenticated = 32,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 33,

    /// <summary>The object changed since the caller read it; read it again.</summary>
    EtagMismatch = 34,

    /// <summary>This request id was used for something else within 24 hours.</summary>
    RequestIdReused = 35,

    /// <summary>The page token is not ours, not for this list, or older than an hour.</summary>
    PageTokenInvalid = 36,

    /// <summary>Somebody else changed the same thing at the same moment; the same call may simply be made again.</summary>
    ConcurrentChange = 37,

    /// <summary>The ledger cannot be written now, so nothing is released. Try again later.</summary>
    LedgerUnavailable = 38,

    /// <summary>The server's clock ran back; decisions about time wait for an operator.</summary>
    ClockNotTrustworthy = 39,

    /// <summary>The object exists already (a code with this version, say).</summary>
    AlreadyExists = 40,

    /// <summary>Too much was asked for at once, or too often.</summary>
    LimitExceeded = 41,

    /// <summary>The state table has no such move (pausing a withdrawn consent, say).</summary>
    MoveNotAllowed = 50,

    /// <summary>The purpose is not in the catalogue or does not belong to this organisation.</summary>
    PurposeUnknown = 51,

    /// <summary>The review board has not approved the purpose.</summary>
    PurposeNotApproved = 52,

    /// <summary>The purpose's or dataset's own end has passed.</summary>
    PurposeExpired = 53,

    /// <summary>The dataset is not in the catalogue or was invalidated.</summary>
    DatasetNotValid = 54,

    /// <summary>Ceiling: longer validity than the purpose or dataset allows, or more than 12 months.</summary>
    ValidityAboveCeiling = 55,

    /// <summary>Ceiling: more calls than the purpose allows.</summary>
    FrequencyAboveCeiling = 56,

    /// <summary>Ceiling: a wider data range than the purpose allows.</summary>
    DataRangeAboveCeiling = 57,

    /// <summary>Ceiling: longer retention than the purpose allows.</summary>
    RetentionAboveCeiling = 58,

    /// <summary>The mode (VIEW, STORE) is not among those of the purpose.</summary>
    ModeAboveCeiling = 59,

    /// <summary>A field is not part of the purpose, or a required one is missing.</summary>
    FieldsNotInPurpose = 60,

    /// <summary>The resident's choice is wider than what was asked.</summary>
    NotNarrower = 61,

    /// <summary>The same purpose is already consented to; asking again is refused.</summary>
    AlreadyGranted = 62,

    /// <summary>The request's time to answer has passed.</summary>
    RequestExpired = 63,

    /// <summary>The document is not the one shown last, or it is older than an hour. Prepare it again.</summary>
    DocumentNotCurrent = 64,

    /// <summary>The evidence does not prove that this person agreed to this document.</summary>
    EvidenceNotAccepted = 65,

    /// <summary>The declaration breaks a rule of the catalogue; field violations say which.</summary>
    DeclarationNotAccepted = 66,

    /// <summary>The declaration breaks a control of the impact assessment that is in force; the field violation names the control.</summary>
    ControlNotMet = 80,

    /// <summary>The one-time code is unknown, used or too old.</summary>
    EnrollmentCodeNotAccepted = 67,

    /// <summary>The record does not have the shape its dataset declares.</summary>
    RecordNotAccepted = 68,

    /// <summary>The source's signature over a record does not hold.</summary>
    SourceSignatureNotAccepted = 69,

    /// <summary>The sign-in's challenge is unknown, used, too old, or another host's.</summary>
    ChallengeNotAccepted = 70,

    /// <summary>The ID token is not the provider's for this client and this challenge, or not fresh.</summary>
    IdentityNotAccepted = 71,

    /// <summary>The identity is proved and belongs to no vault yet.</summary>
    IdentityNotLinked = 72,

    /// <summary>The identity provider's keys cannot be had now.</summary>
    IdentityProviderUnavailable = 73,

    /// <summary>The passkey's answer or attestation is not accepted.</summary>
    PasskeyNotAccepted = 74,

    /// <summary>The act needs a fresh sign-in, or a passkey's answer, made for exactly this.</summary>
    FreshSignInRequired = 75,

    /// <summary>The mandate is unknown, another's, not begun, ended, expired, or the register no longer carries it; which of them is not told.</summary>
    MandateNotAccepted = 150,

    /// <summary>The mandate stands and does not reach this: another act, another dataset, a sensitive purpose, an extension.</summary>
    OutsideMandate = 151,

    /// <summary>The code by which somebody lets herself be chosen is unknown, used or too old.</summary>
    MandateCodeNotAccepted = 152,

    /// <summary>The register does not carry the relation that a guardian is registered for.</summary>
    RelationNotInRegister = 153,

    /// <summary>The city holds requests to this resident back until it has settled who decides for her.</summary>
    RequestHeldByCity = 154,

    /// <summary>The notice of a purpose is not fit to be read by residents; the details name every finding.</summary>
    NoticeNotAccepted = 140,

    /// <summary>The visit or call is unknown, over, or not this clerk's in this session; which of them is not told.</summary>
    VisitNotAccepted = 130,

    /// <summary>The clerk is of the office that asks, or would help herself.</summary>
    OwnOffice = 131,

    /// <summary>The second reading must be another person's.</summary>
    SecondPersonRequired = 132,

    /// <summary>The paper form is unknown, or came back already.</summary>
    FormNotAccepted = 133,

    /// <summary>Nothing of the form's revision waits for an answer any more: print a new one.</summary>
    FormOutOfDate = 134,

    /// <summary>The scan is no PNG, JPEG or PDF, or too large.</summary>
    ScanNotAccepted = 135,

    /// <summary>Two people read the form differently: it counts for nothing.</summary>
    MarksDiffer = 136,

    /// <summary>The code is not the one that was spoken; the third time closes the call.</summary>
    SpokenCodeNotAccepted = 137,

    /// <summary>Who reads a form as the second person has not fetched its scan.</summary>
    ScanNotSeen = 138,

    /// <summary>This city does not send messages that way.</summary>
    NoticeChannelUnavailable = 160,

    /// <summary>
    /// Sensitive data asks for a will that is minutes old, by a passkey, a sign-in or the resident's own key; and by a letter nothing is started.
    /// </summary>
    StepUpRequired = 120,

    /// <summary>A case about this field waits for its answer.</summary>
    CorrectionOpen = 161,

    /// <summary>The code is not that of a letter of this resident that is good, or too many were wrong today; which of them is not told.</summary>
    LetterNotAccepted = 170,
}
