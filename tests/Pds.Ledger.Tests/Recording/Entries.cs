using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>Well-formed entries for tests, one of every kind.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset At = new(2026, 4, 1, 1, 2, 3, 456, TimeSpan.Zero);

    public static readonly OrganizationId Hospital = OrganizationId.New();

    public static readonly byte[] Digest = Sha256.Hash("digest"u8);

    public static ResidentCreated Created() => new(At);

    public static ConsentGranted Granted(GrantId grant, byte[]? share) => new(At)
    {
        Grant = grant,
        ConsentDigest = Digest,
        Purpose = "outpatient-booking@1",
        Recipient = Hospital,
        Fields = ["氏名", "住所"],
        Starts = At,
        Ends = At.AddYears(1),
        DataFrom = new DateOnly(2026, 4, 1),
        DataUntil = new DateOnly(2027, 4, 1),
        CallsPerPeriod = 10,
        Period = "month",
        RetentionDays = 30,
        Mode = "view",
        EncJkt = "jkt",
        EvidenceType = "device_signature",
        EvidenceDigest = Digest,
        ActedBy = "proxy",
        Acting = new Acting("paper") { Role = "staff", Person = "stf_a", Second = "stf_b" },
        SealedLedgerShare = share,
    };

    public static DisclosureIntended Intended(GrantId grant) => new(
        At, grant, Hospital, "outpatient-booking@1", "RequestData", Digest, Digest, ["氏名"], [Digest, Digest]);

    public static Disclosed Disclosed(GrantId grant, byte[]? intent = null) => new(At, grant, Hospital, intent ?? Digest, Digest, 1, ["氏名"]);

    public static IReadOnlyList<LedgerEntry> OneOfEveryKind()
    {
        var (grant, request) = (GrantId.New(), ConsentRequestId.New());
        return
        [
            new LedgerStarted(At, "pds.test.example/log", "vkey"),
            new ResidentCreated(At, Hospital),
            new DeviceEnrolled(At, "jkt", "counter"),
            new ReferenceIssued(At, ResidentRef.New(), Hospital),
            new IdentityLinked(At, "https://id.example", Digest, Hospital),
            new PasskeyRegistered(At, "jkt", "pds.city.example", Hospital) { DocumentDigest = Digest, EvidenceType = "oidc_step_up", EvidenceDigest = Digest },
            new PasskeyRemoved(At, "jkt", Hospital),
            new IdentityProviderKeySeen(At, "https://id.example", "pds-web", "jkt"),
            new OrganizationRegistered(At, Hospital, "むつ総合病院 \"本院\"\n", ["recipient", "source"], Hospital),
            new EnrollmentCodeIssued(At, Hospital, At.AddDays(7), Hospital),
            new OrganizationEnrolled(At, Hospital, "jkt", Digest),
            new CertificateRenewed(At, Hospital, "jkt", Digest),
            new OrganizationSuspended(At, Hospital, "contract ended", Hospital),
            new DatasetPublished(At, "basic-four@1", Digest) { Staff = StaffId.New() },
            new DatasetInvalidated(At, "basic-four@1", "superseded", Hospital),
            new PurposeProposed(At, "outpatient-booking@1", Hospital, Digest),
            new PurposeReviewed(At, "outpatient-booking@1", "approved", "PIA-2026-03", "steward"),
            new PurposeInvalidated(At, "outpatient-booking@1", "expired", Hospital),
            new ControlsPublished(At, "controls@1", Digest),
            new RecordWritten(At, RecordId.New(), 1, "basic-four@1", Hospital, ["氏名"], [Digest], Digest),
            new ConsentRequested(At, request, grant, Hospital, "outpatient-booking@1", ["氏名", "住所"]),
            new ConsentDeclined(At, request, grant, Hospital, null) { Acting = new Acting("voice") { Role = "staff", Person = "stf_a" } },
            Granted(grant, null),
            new ConsentPaused(At, grant, Hospital, null) { Follows = new byte[32] },
            new ConsentResumed(At, grant, Hospital, null),
            new ConsentWithdrawn(At, grant, Hospital, "proxy") { Acting = new Acting("web") { Role = "proxy", Mandate = "mdt_a" } },
            new ConsentExpired(At, grant, Hospital),
            new ConsentInapplicable(At, grant, Hospital, "dataset basic-four@1"),
            Intended(grant),
            Disclosed(grant),
            new DisclosureStopped(At, grant, Hospital, Digest, "CONSENT_WITHDRAWN"),
            new DisclosureRefused(At, grant, Hospital, 5, "CONSENT_PAUSED", 3) { Over = new RefusedOver("sex", At, new DateOnly(2026, 4, 1)) },
            new CallRefused(At, null, "RequestData", "RECEIPT_INVALID", 1),
            new HistoryRead(At, "staff-7", "staff", "complaint 12", 0, 50),
            new KeyPublished(At, "gate-hpke", "kid", Digest),
            new ExportRequested(At, ExportId.New(), Hospital, "age1recipient", "監査 令和8年度")
            {
                From = At, Until = At.AddDays(1), Purpose = "outpatient-booking@1", Organization = Hospital, Resident = Pseudonym.Of(Digest, ResidentId.New()),
            },
            new ExportEnded(At, ExportId.New(), "made", Digest, Digest),
            new ExportFetched(At, ExportId.New(), Hospital),
            new HeadsPublished(At, 493_093, 3600, 40, Digest, 2),
            new ErasureOrdered(At, Digest, "device_signature", Digest),
            new HistoryErased(At, 9, 12, 40, Digest),
            new LawfulReadingProposed(At, LawfulReadingId.New(), Hospital),
            new LawfulReading(At, LawfulReadingId.New(), "刑事訴訟法197条2項", "見本地方検察庁 第1号", "見本地方検察庁", At.AddDays(90), Hospital, OrganizationId.New()),
            new MandateOffered(At, MandateId.New(), "proxy", ["history", "grant"], ["fhir-appointment"], At, At.AddDays(90))
            {
                Applies = "life", DocumentDigest = Digest, EvidenceType = "oidc_step_up", EvidenceDigest = Digest, Through = Hospital,
            },
            new GuardianRegistered(At, MandateId.New(), "parent", ["history", "values", "grant"], At, At.AddYears(3), Digest, Hospital),
            new MandateAccepted(At, MandateId.New(), [Digest, new byte[32]], Hospital),
            new MandateEnded(At, MandateId.New(), "city", "審判の取消し"),
            new RepresentativeLooked(At, MandateId.New(), "proxy", "history"),
            new RegisterChanged(At, "lacking", "alive", ["adult_guardian"], Digest, Hospital),
            new QuestionAsked(At, QuestionId.New(), grant, Hospital, 41, Digest, At.AddDays(14), Hospital.ToString()) { Acting = new Acting("voice") { Role = "staff", Person = "stf_a" } },
            new QuestionAnswered(At, QuestionId.New(), grant, Hospital, Digest, Hospital),
            new StaffAdded(At, StaffId.New(), Hospital, ["counter", "steward"], OrganizationId.New(), Hospital),
            new StaffLinked(At, StaffId.New(), "https://id.example", Digest, Hospital),
            new StaffRemoved(At, StaffId.New(), Hospital),
            new NoticesChosen(At, "mail", "weekly", ["new_request", "ending"], "org_a") { Acting = new Acting("counter") { Role = "staff", Person = "stf_a" } },
            new NoticesSent(At, NoticeId.New(), "letter", 3, Hospital),
            new CorrectionAsked(At, CorrectionId.New(), RecordId.New(), 2, "basic-four@1", Hospital, "address", Digest, "org_a")
            {
                Acting = new Acting("web") { Role = "proxy", Mandate = "mdt_a" },
            },
            new CorrectionDecided(At, CorrectionId.New(), Hospital, "corrected", Digest, 3, [Hospital.ToString()]),
            new DataExported(At, "pds-take-away/v1", "org_a")
            {
                EvidenceType = "oidc_step_up", EvidenceDigest = Digest, Acting = new Acting("web") { Role = "guardian", Mandate = "mdt_a" },
            },
            new VisitOpened(At, VisitId.New(), "counter", StaffId.New(), "letter", Hospital) { Second = StaffId.New() },
            new LetterOrdered(At, LetterId.New(), StaffId.New()),
            new LetterIssued(At, LetterId.New(), StaffId.New(), StaffId.New(), At.AddDays(90), 40, LetterId.New()),
            new LetterUsed(At, LetterId.New(), 39, Hospital, VisitId.New()),
            new LetterRefused(At, LetterId.New(), 5, Hospital),
            new LetterRevoked(At, LetterId.New(), "org_a") { Acting = new Acting("letter") },
            new VisitClosed(At, VisitId.New(), StaffId.New(), "done"),
            new StaffLooked(At, VisitId.New().ToString(), StaffId.New(), "ReadRecords"),
            new PaperFormPrinted(At, PaperFormId.New(), "outpatient-booking@1", StaffId.New()),
            new PaperRecorded(At, PaperCaseId.New(), PaperFormId.New(), grant, Digest, StaffId.New()),
            new PaperSetAside(At, PaperCaseId.New(), StaffId.New(), StaffId.New()),
            new Cover(At),
        ];
    }
}
