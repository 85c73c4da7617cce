namespace Pds.Ledger;

/// <summary>
/// The closed set of row tables. All have one shape (see <see cref="StoredRow"/>), so a new noun is a new member here and no new schema.
/// The numbers are written to disk inside blinded keys: they are never changed and never reused.
/// </summary>
public enum Table
{
    /// <summary>One row a chain: its wrapped LEK and LSK. Written by the recorder only.</summary>
    Chains = 1,

    /// <summary>Residents.</summary>
    Residents = 2,

    /// <summary>Enrolled device keys; parent = resident.</summary>
    Devices = 3,

    /// <summary>Pairwise pseudonyms of residents.</summary>
    References = 4,

    /// <summary>Organisations.</summary>
    Organizations = 5,

    /// <summary>Certificates issued to organisations; parent = organisation.</summary>
    Certificates = 6,

    /// <summary>One-time enrolment codes.</summary>
    EnrollmentCodes = 7,

    /// <summary>Dataset versions.</summary>
    Datasets = 8,

    /// <summary>Purpose versions.</summary>
    Purposes = 9,

    /// <summary>Requests for consent; parent = resident, other = recipient.</summary>
    ConsentRequests = 10,

    /// <summary>Grants; parent = resident, other = recipient.</summary>
    Grants = 11,

    /// <summary>Consent documents made and not yet signed.</summary>
    ConsentDrafts = 12,

    /// <summary>Consent receipts; parent = grant.</summary>
    Receipts = 13,

    /// <summary>Receipts of single acts; parent = grant.</summary>
    ActReceipts = 14,

    /// <summary>S_gate, wrapped under K_gate; key = grant.</summary>
    GateShares = 15,

    /// <summary>S_ledger, wrapped under K_ledger; key = grant. Written by the recorder only.</summary>
    LedgerShares = 16,

    /// <summary>Capsules; key = grant.</summary>
    Capsules = 17,

    /// <summary>Wrapped resident root keys; key = resident.</summary>
    ResidentKeys = 18,

    /// <summary>Wrapped collection keys; parent = resident.</summary>
    Collections = 19,

    /// <summary>Records with their sealed cells; parent = collection.</summary>
    Records = 20,

    /// <summary>Call proofs already used, keyed on issuer and jti.</summary>
    CallProofs = 21,

    /// <summary>Uses counted against a frequency ceiling.</summary>
    UseCounters = 22,

    /// <summary>Open intents: disclosures begun and not yet closed.</summary>
    Intents = 23,

    /// <summary>Answers kept for idempotent repeats.</summary>
    IdempotentCalls = 24,

    /// <summary>Status list entries.</summary>
    StatusEntries = 25,

    /// <summary>Counts of refusals not yet entered.</summary>
    RefusalCounters = 26,

    /// <summary>Facts of the server itself: signing certificates, published lists.</summary>
    ServerFacts = 27,

    /// <summary>Consent documents as signed, with their evidence; key = grant.</summary>
    ConsentDocuments = 28,

    /// <summary>Grants that can still end without the resident; key = grant, parent = purpose version, other = the hour their time runs out.</summary>
    GrantWatches = 29,

    /// <summary>Residents' sessions through web hosts; key = hash of the secret, parent = resident.</summary>
    Sessions = 30,

    /// <summary>Sign-ins begun: challenges not answered yet; key = the challenge.</summary>
    SignIns = 31,

    /// <summary>Identities of the identity provider; key = hash of issuer and subject, parent = resident.</summary>
    Identities = 32,

    /// <summary>Passkeys; key = hash of the credential id, parent = resident while it speaks for her, other = resident.</summary>
    Passkeys = 33,

    /// <summary>Keys of the identity provider that were accepted once; parent = issuer.</summary>
    ProviderKeys = 34,

    /// <summary>Mandates; parent = the resident they are for, other = who may act.</summary>
    Mandates = 50,

    /// <summary>One-time codes by which somebody lets herself be chosen as helper or proxy; key = hash of the code, parent = who.</summary>
    MandateCodes = 51,

    /// <summary>When something was looked at under a mandate last; key = mandate and what, parent = the resident looked at.</summary>
    MandateLooks = 52,

    /// <summary>What the city's register says of a resident for whom others may decide; key = the resident.</summary>
    RegisterFacts = 53,

    /// <summary>People of the staff; key = the person, parent = the organisation.</summary>
    Staff = 60,

    /// <summary>Identities of the identity provider that staff sign in with; key = hash of issuer and subject, parent = the person.</summary>
    StaffIdentities = 61,

    /// <summary>Sessions of staff through web hosts; key = hash of the secret, parent = the person.</summary>
    StaffSessions = 62,

    /// <summary>Visits at the counter and calls; key = its id, parent = the clerk, other = the resident.</summary>
    Visits = 63,

    /// <summary>By what the desk finds and reaches residents; key = resident number, parent = resident.</summary>
    DeskContacts = 64,

    /// <summary>Paper forms that were printed and have not come back; key = the form.</summary>
    PaperForms = 65,

    /// <summary>Paper forms that came back; key = the case, parent = resident.</summary>
    PaperCases = 66,

    /// <summary>Their scans; key = the case, parent = resident.</summary>
    PaperScans = 67,

    /// <summary>How residents are told of things; key and parent = resident, other = <c>told</c> while she is told anything.</summary>
    NoticeChoices = 70,

    /// <summary>What is to be told and was told; parent while it waits, other = resident.</summary>
    WaitingNotices = 71,

    /// <summary>Messages that are to go out; parent = mail, letter or failed, other = resident.</summary>
    NoticeMessages = 72,

    /// <summary>What residents say is wrong; parent = resident, other = the source that has to answer.</summary>
    Corrections = 73,

    /// <summary>What recipients are told was corrected; parent = recipient, other = resident.</summary>
    CorrectedRecords = 74,

    /// <summary>The letter whose code signs a resident in; key and parent = resident.</summary>
    Letters = 80,

    /// <summary>Codes of letters; key = hash of resident number and code, parent = resident.</summary>
    LetterCodes = 81,

    /// <summary>Letters ordered and not printed; key = the letter, parent = resident, other = <c>waiting</c>.</summary>
    LetterOrders = 82,

    /// <summary>Visits by a letter that wait for a second person; key = the visit, parent = <c>waiting</c>, other = resident.</summary>
    WaitingVisits = 83,
}
