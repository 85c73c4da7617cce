using System.Collections.Frozen;
using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Edge;

/// <summary>
/// The one table of who may call what. A method that is missing here cannot be called by anybody: the table is the permission, and a test
/// holds it against the protos.
/// </summary>
internal static class CallMethods
{
    /// <summary>The most that is read from somebody who shows no certificate for a method that asks for one, in bytes.</summary>
    public const int Small = 16 * 1024;

    private const int Document = 128 * 1024;
    private const int Record = 256 * 1024;
    private const int Scanned = Desk.Scan.MaxBytes + Small;
    private const int Batch = 16 * 1024 * 1024;

    // What is public about the city: whoever may do anything at all for a resident reads the names of those who ask her.
    private static readonly IReadOnlyList<MandateAct> Anything = Enum.GetValues<MandateAct>();

    private static readonly FrozenDictionary<string, CallMethod> ByPath = Table().ToFrozenDictionary(m => m.Path, StringComparer.Ordinal);

    /// <summary>All methods.</summary>
    public static IReadOnlyCollection<CallMethod> All => ByPath.Values;

    /// <summary>The largest message of any method, in bytes.</summary>
    public static int LargestMessageBytes => Batch;

    /// <summary>The method of a gRPC path; null when it is not ours (health, reflection, or nothing).</summary>
    public static CallMethod? Find(string path) => ByPath.GetValueOrDefault(path);

    private static IEnumerable<CallMethod> Table()
    {
        var catalog = V1.CatalogService.Descriptor;
        yield return Of(catalog, "ListDatasets") with { Public = true };
        yield return Of(catalog, "GetDataset") with { Public = true };
        yield return Of(catalog, "ListPurposes") with { Public = true };
        yield return Of(catalog, "GetPurpose") with { Public = true };
        yield return Of(catalog, "ReadNotice") with { Public = true };
        yield return Of(catalog, "GetReviewFacts") with
        {
            Roles = [OrganizationRole.Steward, OrganizationRole.Reviewer], Staff = [StaffRole.Steward, StaffRole.Reviewer],
        };
        yield return Of(catalog, "PublishDataset", Document) with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(catalog, "ProposePurpose", Document) with { Roles = [OrganizationRole.Recipient] };
        yield return Of(catalog, "ReviewPurpose") with { Roles = [OrganizationRole.Reviewer], Staff = [StaffRole.Reviewer] };
        yield return Of(catalog, "InvalidateDataset") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(catalog, "InvalidatePurpose") with { Roles = [OrganizationRole.Steward, OrganizationRole.Reviewer], Staff = [StaffRole.Steward] };

        var organizations = V1.OrganizationService.Descriptor;
        yield return Of(organizations, "RegisterOrganization") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(organizations, "CreateEnrollmentCode") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(organizations, "EnrollOrganization") with { Public = true };
        yield return Of(organizations, "RenewCertificate") with { Roles = Enum.GetValues<OrganizationRole>() };
        yield return Of(organizations, "GetOrganization") with
        {
            WithoutProof = true, Residents = true, ByLetter = true, Roles = Enum.GetValues<OrganizationRole>(), Staff = Enum.GetValues<StaffRole>(), Under = Anything,
        };
        yield return Of(organizations, "ListOrganizations") with
        {
            WithoutProof = true, Residents = true, ByLetter = true, Roles = Enum.GetValues<OrganizationRole>(), Staff = Enum.GetValues<StaffRole>(), Under = Anything,
        };
        yield return Of(organizations, "SuspendOrganization") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };

        var residents = V1.ResidentService.Descriptor;
        yield return Of(residents, "CreateResident") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(residents, "EnrollDevice") with { Public = true };
        yield return Of(residents, "IssueReference") with { Residents = true };
        yield return Of(residents, "GetErasureDocument") with { Residents = true };
        yield return Of(residents, "EraseResident", Document) with { Residents = true, TellsErased = true };

        var consents = V1.ConsentService.Descriptor;
        yield return Of(consents, "RequestConsent") with { Roles = [OrganizationRole.Recipient] };
        yield return Of(consents, "ListRequests") with { WithoutProof = true, ByLetter = true, Residents = true, Roles = [OrganizationRole.Recipient], Under = [MandateAct.History, MandateAct.Decline, MandateAct.Grant], Looks = "consents", Visits = [VisitChannel.Counter] };
        yield return Of(consents, "GetConsentDocument") with { Residents = true, Under = [MandateAct.Grant], Looks = "consents", Visits = [VisitChannel.Counter] };
        yield return Of(consents, "Grant", Document) with { Residents = true, Under = [MandateAct.Grant], Visits = [VisitChannel.Counter] };
        yield return Of(consents, "Decline") with { ByLetter = true, Residents = true, Under = [MandateAct.Decline], Visits = [VisitChannel.Counter] };
        yield return Of(consents, "Pause") with { ByLetter = true, Residents = true, Under = [MandateAct.Pause], Visits = [VisitChannel.Counter, VisitChannel.Voice] };
        yield return Of(consents, "Resume") with { Residents = true };
        yield return Of(consents, "Withdraw") with { ByLetter = true, Residents = true, LatchesFirst = true, Under = [MandateAct.Withdraw], Visits = [VisitChannel.Counter, VisitChannel.Voice] };
        yield return Of(consents, "GetReceipt") with { WithoutProof = true, ByLetter = true, Residents = true, Roles = [OrganizationRole.Recipient], Under = [MandateAct.History], Looks = "consents", Visits = [VisitChannel.Counter, VisitChannel.Voice] };
        yield return Of(consents, "ListConsents") with { WithoutProof = true, ByLetter = true, Residents = true, Roles = [OrganizationRole.Recipient], Under = [MandateAct.History, MandateAct.Pause, MandateAct.Withdraw], Looks = "consents", Visits = [VisitChannel.Counter, VisitChannel.Voice] };

        var vault = V1.VaultService.Descriptor;
        yield return Of(vault, "WriteRecord", Record) with { Roles = [OrganizationRole.Source] };
        yield return Of(vault, "ListRecords") with { WithoutProof = true, ByLetter = true, Residents = true, Under = [MandateAct.Records, MandateAct.Values], Looks = "records" };
        yield return Of(vault, "ReadRecords") with { ByLetter = true, Residents = true, Under = [MandateAct.Values], Looks = "values", Visits = [VisitChannel.Counter] };

        var disclosures = V1.DisclosureService.Descriptor;
        yield return Of(disclosures, "RequestData", Document) with { Roles = [OrganizationRole.Recipient], ProofInMessage = true };
        yield return Of(disclosures, "RequestDataBatch", Batch) with { Roles = [OrganizationRole.Recipient] };
        yield return Of(disclosures, "ListUses") with { WithoutProof = true, ByLetter = true, Residents = true, Roles = [OrganizationRole.Recipient], Under = [MandateAct.History], Looks = "history" };

        yield return Of(disclosures, "ProposeLawfulReading") with { Roles = [OrganizationRole.Steward] };
        yield return Of(disclosures, "ListLawfulReadings") with { Roles = [OrganizationRole.Steward, OrganizationRole.Reviewer] };
        yield return Of(disclosures, "ConfirmLawfulReading") with { Roles = [OrganizationRole.Reviewer] };

        var questions = V1.QuestionService.Descriptor;
        yield return Of(questions, "AskQuestion") with { Residents = true };
        yield return Of(questions, "ListQuestions") with
        {
            WithoutProof = true, Residents = true, Roles = [OrganizationRole.Recipient, OrganizationRole.Steward], Staff = [StaffRole.Steward, StaffRole.Reviewer],
        };
        yield return Of(questions, "AnswerQuestion") with { Roles = [OrganizationRole.Recipient, OrganizationRole.Steward], Staff = [StaffRole.Steward] };

        var sessions = V1.SessionService.Descriptor;
        yield return Of(sessions, "StartSignIn") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(sessions, "CreateSession") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(sessions, "LinkIdentity") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(sessions, "EndSession") with { ByLetter = true, SessionsOnly = true };
        yield return Of(sessions, "EndAllSessions") with { ByLetter = true, SessionsOnly = true };
        yield return Of(sessions, "ListSessions") with { WithoutProof = true, ByLetter = true, SessionsOnly = true };
        yield return Of(sessions, "RegisterPasskey", Document) with { SessionsOnly = true };
        yield return Of(sessions, "ListPasskeys") with { WithoutProof = true, SessionsOnly = true };
        yield return Of(sessions, "RemovePasskey") with { SessionsOnly = true };

        var mandates = V1.MandateService.Descriptor;
        yield return Of(mandates, "CreateMandateCode") with { SessionsOnly = true };
        yield return Of(mandates, "GetMandateDocument") with { SessionsOnly = true };
        yield return Of(mandates, "OfferMandate", Document) with { SessionsOnly = true };
        yield return Of(mandates, "AcceptMandate") with { SessionsOnly = true };
        yield return Of(mandates, "EndMandate") with { Residents = true, Roles = [OrganizationRole.Steward] };
        yield return Of(mandates, "ListMandates") with { WithoutProof = true, Residents = true };
        yield return Of(mandates, "EnterRegisterFacts") with { Roles = [OrganizationRole.Steward] };
        yield return Of(mandates, "RegisterGuardian") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };

        var staff = V1.StaffService.Descriptor;
        yield return Of(staff, "AddStaff") with { Roles = [OrganizationRole.Steward] };
        yield return Of(staff, "ListStaff") with { Roles = [OrganizationRole.Steward], Staff = [StaffRole.Steward] };
        yield return Of(staff, "RemoveStaff") with { Roles = [OrganizationRole.Steward] };
        yield return Of(staff, "StartStaffSignIn") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(staff, "CreateStaffSession") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(staff, "LinkStaff") with { Roles = [OrganizationRole.WebHost] };
        yield return Of(staff, "EndStaffSession") with { Staff = Enum.GetValues<StaffRole>() };
        yield return Of(staff, "GetStaffSelf") with { Staff = Enum.GetValues<StaffRole>() };

        var desk = V1.DeskService.Descriptor;
        yield return Of(desk, "StartVisit") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "OpenVisit") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "StartCall") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "OpenCall") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "CloseVisit") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "GetVisit") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "PrintForm") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "RecordPaper", Scanned) with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "ListPaperCases") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "GetPaperScan") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "ConfirmPaper") with { Staff = [StaffRole.Counter] };

        yield return Of(desk, "OpenVisitByLetter") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "ListWaitingVisits") with { Staff = [StaffRole.Counter] };
        yield return Of(desk, "ConfirmVisit") with { Staff = [StaffRole.Counter] };

        var letters = V1.LetterService.Descriptor;
        yield return Of(letters, "OrderLetter") with { OfTheCity = true, Staff = [StaffRole.Counter] };
        yield return Of(letters, "ListLetterOrders") with { OfTheCity = true, Staff = [StaffRole.Counter] };
        yield return Of(letters, "PrintLetter") with { OfTheCity = true, Staff = [StaffRole.Counter] };
        yield return Of(letters, "GetLetter") with { Residents = true, ByLetter = true };
        yield return Of(letters, "RevokeLetter") with { Residents = true, ByLetter = true, Visits = [VisitChannel.Counter, VisitChannel.Voice] };

        var audits = V1.AuditService.Descriptor;
        yield return Of(audits, "CreateExportJob") with { Roles = [OrganizationRole.Auditor] };
        yield return Of(audits, "GetExportJob") with { Roles = [OrganizationRole.Auditor] };
        yield return Of(audits, "CancelExportJob") with { Roles = [OrganizationRole.Auditor] };
        yield return Of(audits, "GetExportFile") with { Roles = [OrganizationRole.Auditor] };

        var notices = V1.NotificationService.Descriptor;
        yield return Of(notices, "GetNoticeSettings") with { WithoutProof = true, Residents = true };
        yield return Of(notices, "ChooseNoticeSettings") with { Residents = true };
        yield return Of(notices, "ListLetters") with { Roles = [OrganizationRole.Steward] };
        yield return Of(notices, "MarkLetterPrinted") with { Roles = [OrganizationRole.Steward] };
        yield return Of(notices, "ListUndelivered") with { Roles = [OrganizationRole.Steward] };

        var corrections = V1.CorrectionService.Descriptor;
        yield return Of(corrections, "AskCorrection") with { Residents = true };
        yield return Of(corrections, "ListCorrections") with { WithoutProof = true, Residents = true, Roles = [OrganizationRole.Source] };
        yield return Of(corrections, "DecideCorrection") with { Roles = [OrganizationRole.Source] };
        yield return Of(corrections, "ListCorrectedRecords") with { Roles = [OrganizationRole.Recipient] };

        var own = V1.OwnDataService.Descriptor;
        yield return Of(own, "ExportOwnData") with { Residents = true };

        var ledger = V1.LedgerService.Descriptor;
        yield return Of(ledger, "GetCheckpoint") with { Public = true };
        yield return Of(ledger, "GetProof") with { Public = true };
        yield return Of(ledger, "GetConsistencyProof") with { Public = true };
        yield return Of(ledger, "GetServerKeys") with { Public = true };
        yield return Of(ledger, "ListHeads") with { Public = true };
        yield return Of(ledger, "GetLabelKey") with { WithoutProof = true, ByLetter = true, Residents = true, Under = [MandateAct.History], Looks = "history" };
        yield return Of(ledger, "ListNewEntries") with { SecretsInMessage = true, Roles = [OrganizationRole.WebHost] };
        yield return Of(ledger, "GetHeadProof") with { ByLetter = true, Residents = true, Under = [MandateAct.History], Looks = "history" };
        yield return Of(ledger, "ListEntries") with { WithoutProof = true, ByLetter = true, Residents = true, Under = [MandateAct.History], Looks = "history" };
    }

    private static CallMethod Of(Google.Protobuf.Reflection.ServiceDescriptor service, string name, int maxMessageBytes = Small)
    {
        var method = service.FindMethodByName(name);
        return new CallMethod
        {
            Path = $"/{service.FullName}/{name}",
            Input = method.InputType,
            Output = method.OutputType,
            MaxMessageBytes = maxMessageBytes,
        };
    }
}
