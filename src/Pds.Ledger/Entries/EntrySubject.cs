namespace Pds.Ledger;

/// <summary>What an entry is about, as far as its body says so; for those who choose entries by it.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Organization">The recipient, source or organisation concerned.</param>
public readonly record struct EntrySubject(GrantId? Grant = null, string? Purpose = null, OrganizationId? Organization = null)
{
    /// <summary>The subject of an entry; all null for entries about none of these.</summary>
    public static EntrySubject Of(LedgerEntry entry) => entry switch
    {
        ConsentRequested e => new(e.Grant, e.Purpose, e.Recipient),
        ConsentDeclined e => new(e.Grant, null, e.Recipient),
        ConsentGranted e => new(e.Grant, e.Purpose, e.Recipient),
        ConsentPaused e => new(e.Grant, null, e.Recipient),
        ConsentResumed e => new(e.Grant, null, e.Recipient),
        ConsentWithdrawn e => new(e.Grant, null, e.Recipient),
        ConsentExpired e => new(e.Grant, null, e.Recipient),
        ConsentInapplicable e => new(e.Grant, null, e.Recipient),
        DisclosureIntended e => new(e.Grant, e.Purpose, e.Recipient),
        Disclosed e => new(e.Grant, null, e.Recipient),
        DisclosureStopped e => new(e.Grant, null, e.Recipient),
        DisclosureRefused e => new(e.Grant, null, e.Recipient),
        QuestionAsked e => new(e.Grant, null, e.Recipient),
        QuestionAnswered e => new(e.Grant, null, e.Recipient),
        RecordWritten e => new(Organization: e.Source),
        ReferenceIssued e => new(Organization: e.Recipient),
        IdentityLinked e => new(Organization: e.Through),
        PasskeyRegistered e => new(Organization: e.Through),
        PasskeyRemoved e => new(Organization: e.Through),
        NoticesSent e => new(Organization: e.By),
        CorrectionAsked e => new(Organization: e.Source),
        CorrectionDecided e => new(Organization: e.Source),
        ResidentCreated e => new(Organization: e.By),
        PurposeProposed e => new(Purpose: e.Purpose, Organization: e.Recipient),
        PurposeReviewed e => new(Purpose: e.Purpose),
        PurposeInvalidated e => new(Purpose: e.Purpose),
        OrganizationRegistered e => new(Organization: e.Organization),
        OrganizationEnrolled e => new(Organization: e.Organization),
        CertificateRenewed e => new(Organization: e.Organization),
        LawfulReadingProposed e => new(Organization: e.By),
        MandateOffered e => new(Organization: e.Through),
        GuardianRegistered e => new(Organization: e.By),
        MandateAccepted e => new(Organization: e.Through),
        RegisterChanged e => new(Organization: e.By),
        OrganizationSuspended e => new(Organization: e.Organization),
        VisitOpened e => new(Organization: e.Through),
        LetterUsed e => new(Organization: e.Through),
        LetterRefused e => new(Organization: e.Through),
        PaperFormPrinted e => new(Purpose: e.Purpose),
        PaperRecorded e => new(e.Grant),
        StaffAdded e => new(Organization: e.Organization),
        _ => default,
    };
}
