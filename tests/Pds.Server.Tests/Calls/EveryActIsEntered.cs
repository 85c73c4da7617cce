using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>Every act of consent, data and administration leaves an entry that names it, and no method takes one away (Q1).</summary>
[Trait("Feature", "Q1")]
public sealed class EveryActIsEntered
{
    private const string DatasetVersion = "town-library@1";
    private const string PurposeVersion = "library-card@1";
    private readonly HashSet<string> walked = [];
    private readonly HashSet<ChainId> chains = [ChainId.Operator, ChainId.Keys, ChainId.Exports];
    private City city = null!;

    // Taking everything away answers with a stream, which cannot be kept for a repeat: it has no request id either.
    // Begun and ended sign-ins change nothing for anybody: what is done in a session is an act of its own. Linking an identity is an act, and its
    // answer a secret that may not be kept for a repeat, so that it has no request id.
    private static readonly string[] SignIns =
    [
        "StartSignIn", "CreateSession", "EndSession", "EndAllSessions", "CreateMandateCode", "StartStaffSignIn", "CreateStaffSession", "EndStaffSession",
        "StartVisit", "StartCall",
    ];

    private static IEnumerable<CallMethod> Acts => CallMethods.All.Where(method => method.Idempotent
        || method.Path.StartsWith("/pds.v1.DisclosureService/RequestData", StringComparison.Ordinal)
        || NameOf(method) is "LinkIdentity" or "LinkStaff" or "ExportOwnData" or "PrintLetter");

    [Fact]
    public async Task Each_act_of_the_table_leaves_an_entry_that_names_it()
    {
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var own = city = await City.StartAsync(provider.Configure);
        var story = await Story.PlayAsync(own);
        var reviewer = await own.EnrollNamedAsync("むつ市 データ利用審査会");
        Know(story.Hanako.ResidentId);

        await PartiesAsync(story);
        await SignInAsync(provider);
        await CatalogueAsync(story, reviewer);
        await ConsentAsync(story);
        await EndingAsync(reviewer);
        await ExportsAsync();
        await LawAsync(story, reviewer);
        await NoticesAsync(story);
        await CorrectionsAsync(story);
        await ActAsync<ExportOwnDataResponse>(
            "/pds.v1.OwnDataService/ExportOwnData", story.Hanako, new ExportOwnDataRequest(), "data_exported", _ => "pds-take-away/v1");
        await ErasingAsync(story);

        walked.Should().BeEquivalentTo(Acts.Select(method => method.Path), "every act of the table was walked");
    }

    [Fact]
    public void What_is_no_act_has_no_request_id_and_is_a_read_by_its_name() =>
        CallMethods.All.Except(Acts).Select(NameOf).Except(SignIns)
            .Should().OnlyContain(name => name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal)
                || name.StartsWith("Read", StringComparison.Ordinal));

    [Fact]
    public void No_method_removes_or_rewrites_entries()
    {
        string[] taking = ["Delete", "Purge", "Remove", "Rewrite", "Truncate", "Update", "Set", "Patch", "Clear", "Redact", "Append", "Import"];

        CallMethods.All.Select(NameOf).Except(["RemovePasskey", "RemoveStaff"])
            .Should().NotContain(name => taking.Any(word => name.StartsWith(word, StringComparison.Ordinal)), "removing a passkey or a person of the staff adds an entry");
        LedgerService.Descriptor.Methods.Select(method => method.Name).Should().OnlyContain(
            name => name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal));
    }

    private async Task PartiesAsync(Story story)
    {
        var made = await ActAsync<Organization>(
            "/pds.v1.OrganizationService/RegisterOrganization", city.Steward,
            new RegisterOrganizationRequest { NameJa = "むつ市立図書館", Roles = { OrganizationRole.Recipient }, RequestId = Actor.NewRequestId() },
            "organization_registered", answer => Know(answer.OrganizationId));
        var code = await ActAsync<CreateEnrollmentCodeResponse>(
            "/pds.v1.OrganizationService/CreateEnrollmentCode", city.Steward,
            new CreateEnrollmentCodeRequest { OrganizationId = made.OrganizationId, RequestId = Actor.NewRequestId() },
            "enrollment_code_issued", _ => made.OrganizationId);
        using var key = Es256Key.Create();
        using var encryption = HpkePrivateKey.Create();
        var enrolled = await ActAsync<EnrollOrganizationResponse>(
            "/pds.v1.OrganizationService/EnrollOrganization", city.Anybody,
            new EnrollOrganizationRequest
            {
                EnrollmentCode = code.EnrollmentCode,
                Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(key, "CN=any")),
                EncryptionPublicKey = ByteString.CopyFrom(encryption.PublicKey.Raw),
                RequestId = Actor.NewRequestId(),
            },
            "organization_enrolled", _ => made.OrganizationId);
        await ActAsync<EnrollOrganizationResponse>(
            "/pds.v1.OrganizationService/RenewCertificate",
            new TestOrganization(city, enrolled.Organization, key, encryption, [.. enrolled.CertificateChain.Select(der => der.ToByteArray())]),
            new RenewCertificateRequest { Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(key, "CN=any")), RequestId = Actor.NewRequestId() },
            "certificate_renewed", _ => made.OrganizationId);
        await ActAsync<Organization>(
            "/pds.v1.OrganizationService/SuspendOrganization", city.Steward,
            new SuspendOrganizationRequest
            {
                OrganizationId = made.OrganizationId, ReasonJa = "閉館", RequestId = Actor.NewRequestId(), Etag = (await city.Steward.CallAsync<Organization>(
                    "/pds.v1.OrganizationService/GetOrganization", new GetOrganizationRequest { OrganizationId = made.OrganizationId })).Etag,
            },
            "organization_suspended", _ => made.OrganizationId);

        var resident = await ActAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", city.Steward, new CreateResidentRequest { RequestId = Actor.NewRequestId() },
            "resident_created", answer => { Know(answer.ResidentId); return city.Steward.Id; });
        using var device = Es256Key.Create();
        await ActAsync<EnrollDeviceResponse>(
            "/pds.v1.ResidentService/EnrollDevice", city.Anybody, TestResident.Enrolment(city, device, resident.DeviceCode),
            "device_enrolled", answer => answer.DeviceId);
        var shop = await city.NewOrganizationAsync("試験商店", OrganizationRole.Recipient);
        await ActAsync<IssueReferenceResponse>(
            "/pds.v1.ResidentService/IssueReference", story.Hanako,
            new IssueReferenceRequest { OrganizationId = shop.Id, RequestId = Actor.NewRequestId() },
            "reference_issued", answer => answer.ResidentRef);
    }

    private async Task DeskAsync(TestIdentityProvider provider, TestWebHost host, TestStaff clerk)
    {
        const string desk = "/pds.v1.DeskService/";
        var begun = await clerk.CallAsync<StartVisitResponse>(desk + "StartVisit", new StartVisitRequest());
        await ActAsync<Visit>(
            desk + "OpenVisit", clerk,
            new OpenVisitRequest { VisitId = begun.VisitId, IdToken = provider.Token("somebody", begun.Challenge), RequestId = Actor.NewRequestId() },
            "visit_opened", _ => begun.VisitId);
        await ActAsync<CloseVisitResponse>(
            desk + "CloseVisit", clerk, new CloseVisitRequest { VisitId = begun.VisitId, End = VisitEnd.Done, RequestId = Actor.NewRequestId() },
            "visit_closed", _ => begun.VisitId);
        var vault = await city.Steward.CallAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId(), Telephone = "0175000000" });
        Know(vault.ResidentId);
        var called = await clerk.CallAsync<StartCallResponse>(desk + "StartCall", new StartCallRequest { ResidentNumber = vault.ResidentNumber });
        var code = (await File.ReadAllLinesAsync(Path.Combine(city.Data, "voice", called.VisitId)))[1];
        await ActAsync<Visit>(
            desk + "OpenCall", clerk, new OpenCallRequest { VisitId = called.VisitId, Code = code, RequestId = Actor.NewRequestId() }, "visit_opened", _ => called.VisitId);

        var form = await ActAsync<PaperForm>(
            desk + "PrintForm", clerk, new PrintFormRequest { Purpose = "water-moving@1", RequestId = Actor.NewRequestId() }, "paper_form_printed", answer => answer.FormId);
        var water = await city.EnrollNamedAsync("しもきた水道");
        var own = await host.FirstVisitAsync(provider, "on-paper", vault.DeviceCode);
        await water.AskConsentAsync(await own.ReferenceForAsync(water), "water-moving@1");
        var paper = await ActAsync<PaperCase>(
            desk + "RecordPaper", clerk,
            new RecordPaperRequest
            {
                FormId = form.FormId, ResidentNumber = vault.ResidentNumber, Scan = ByteString.CopyFromUtf8("%PDF-1.7 x"), Marks = new PaperMarks { Consent = Mark.Yes },
                RequestId = Actor.NewRequestId(),
            },
            "paper_recorded", answer => answer.CaseId);
        var second = await host.FirstStaffAsync(provider, "second-clerk", city.Steward.Id, StaffRole.Counter);
        await second.CallAsync<PaperScan>(desk + "GetPaperScan", new GetPaperScanRequest { CaseId = paper.CaseId });
        await ActAsync<ConfirmPaperResponse>(
            desk + "ConfirmPaper", second, new ConfirmPaperRequest { CaseId = paper.CaseId, Marks = new PaperMarks { Consent = Mark.Yes }, RequestId = Actor.NewRequestId() },
            "consent_granted", answer => answer.Consent.GrantId);
        await LettersAsync(clerk, second, vault.ResidentNumber, own);
    }

    private async Task LettersAsync(TestStaff clerk, TestStaff second, string number, TestSession own)
    {
        const string letters = "/pds.v1.LetterService/";
        const string desk = "/pds.v1.DeskService/";
        var order = await ActAsync<LetterOrder>(
            letters + "OrderLetter", clerk, new OrderLetterRequest { ResidentNumber = number, RequestId = Actor.NewRequestId() }, "letter_ordered", answer => answer.LetterId);
        var printed = await ActAsync<PrintedLetter>(
            letters + "PrintLetter", second, new PrintLetterRequest { LetterId = order.LetterId }, "letter_issued", _ => order.LetterId);
        var begun = await clerk.CallAsync<StartVisitResponse>(desk + "StartVisit", new StartVisitRequest());
        await ActAsync<OpenVisitByLetterResponse>(
            desk + "OpenVisitByLetter", clerk,
            new OpenVisitByLetterRequest { VisitId = begun.VisitId, ResidentNumber = number, Code = printed.Code, RequestId = Actor.NewRequestId() },
            "letter_used", _ => begun.VisitId);
        await ActAsync<ConfirmVisitResponse>(
            desk + "ConfirmVisit", second, new ConfirmVisitRequest { VisitId = begun.VisitId, RequestId = Actor.NewRequestId() },
            "visit_opened", _ => second.Self.StaffId);
        await ActAsync<RevokeLetterResponse>(
            letters + "RevokeLetter", own, new RevokeLetterRequest { RequestId = Actor.NewRequestId() }, "letter_revoked", _ => order.LetterId);
    }

    private async Task SignInAsync(TestIdentityProvider provider)
    {
        var host = await city.EnrollWebHostAsync();
        var vault = await city.NewVaultAsync();
        Know(vault.ResidentId);
        var challenge = await host.StartAsync();
        var linked = await ActAsync<LinkIdentityResponse>(
            "/pds.v1.SessionService/LinkIdentity", host.Self,
            new LinkIdentityRequest { Challenge = challenge, IdToken = provider.Token("somebody", challenge), DeviceCode = vault.DeviceCode },
            "identity_linked", _ => host.Self.Id);
        var session = host.Open(linked.SessionSecret, linked.Session);
        var clerk = await ActAsync<AddStaffResponse>(
            "/pds.v1.StaffService/AddStaff", city.Steward,
            new AddStaffRequest { OrganizationId = city.Steward.Id, NameJa = "窓口", Roles = { StaffRole.Counter }, RequestId = Actor.NewRequestId() },
            "staff_added", answer => answer.Staff.StaffId);
        var opening = await host.StartStaffAsync();
        var clerkSession = await ActAsync<CreateStaffSessionResponse>(
            "/pds.v1.StaffService/LinkStaff", host.Self,
            new LinkStaffRequest { Challenge = opening, IdToken = provider.Token("clerk", opening), LinkCode = clerk.LinkCode },
            "staff_linked", _ => clerk.Staff.StaffId);
        await DeskAsync(provider, host, host.Open(clerkSession));
        await ActAsync<StaffMember>(
            "/pds.v1.StaffService/RemoveStaff", city.Steward,
            new RemoveStaffRequest { StaffId = clerk.Staff.StaffId, RequestId = Actor.NewRequestId() }, "staff_removed", _ => clerk.Staff.StaffId);
        using var passkey = new TestPasskey();
        var begun = await host.StartAsync();
        await ActAsync<RegisterPasskeyResponse>(
            "/pds.v1.SessionService/RegisterPasskey", session,
            session.Registration(passkey, begun, provider, "somebody", "電話"),
            "passkey_registered", _ => passkey.Key.PublicKey.Jkt);
        await ActAsync<RemovePasskeyResponse>(
            "/pds.v1.SessionService/RemovePasskey", session,
            new RemovePasskeyRequest { PasskeyId = Base64Url.Encode(passkey.Id), RequestId = Actor.NewRequestId() },
            "passkey_removed", _ => passkey.Key.PublicKey.Jkt);
        (await EntriesAsync()).Should().Contain(entry => entry.Contains("\"kind\":\"identity_provider_key_seen\"", StringComparison.Ordinal));
        await MandateAsync(provider, host, session);
    }

    private async Task MandateAsync(TestIdentityProvider provider, TestWebHost host, TestSession hers)
    {
        const string Service = "/pds.v1.MandateService/";
        var other = await host.FirstVisitAsync(provider, "relative");
        Know(other.Facts.ResidentId);
        var code = await other.CallAsync<CreateMandateCodeResponse>(Service + "CreateMandateCode", new CreateMandateCodeRequest { Name = "見本 次郎" });
        var shown = await hers.CallAsync<MandateDocument>(Service + "GetMandateDocument", new GetMandateDocumentRequest
        {
            Code = code.Code, Role = MandateRole.Helper, Acts = { MandateAct.History }, ResidentName = "見本 花子",
            LastDay = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        });
        var set = Pds.Consent.EvidenceSet.Of([shown.DocumentDigest.ToByteArray()]);
        await ActAsync<OfferMandateResponse>(
            Service + "OfferMandate", hers,
            new OfferMandateRequest
            {
                MandateId = shown.MandateId, Document = shown.Document, RequestId = Actor.NewRequestId(),
                Evidence = new Evidence { OidcStepUp = new OidcStepUp { Digests = { shown.DocumentDigest }, IdToken = provider.Token("somebody", Base64Url.Encode(set.Challenge)) } },
            },
            "mandate_offered", _ => shown.MandateId);
        await ActAsync<AcceptMandateResponse>(
            Service + "AcceptMandate", other, new AcceptMandateRequest { MandateId = shown.MandateId, RequestId = Actor.NewRequestId() },
            "mandate_accepted", _ => shown.MandateId);
        await ActAsync<EndMandateResponse>(
            Service + "EndMandate", other, new EndMandateRequest { MandateId = shown.MandateId, RequestId = Actor.NewRequestId() },
            "mandate_ended", _ => shown.MandateId);
        var papers = ByteString.CopyFrom(new byte[32]);
        await ActAsync<EnterRegisterFactsResponse>(
            Service + "EnterRegisterFacts", city.Steward,
            new EnterRegisterFactsRequest
            {
                ResidentId = hers.Facts.ResidentId, EvidenceDigest = papers, RequestId = Actor.NewRequestId(),
                Relations = { new RegisterRelation { GuardianId = other.Facts.ResidentId, Relation = MandateRelation.AdultGuardian } },
            },
            "register_changed", _ => city.Steward.Id);
        await ActAsync<RegisterGuardianResponse>(
            Service + "RegisterGuardian", city.Steward,
            new RegisterGuardianRequest
            {
                ResidentId = hers.Facts.ResidentId, GuardianId = other.Facts.ResidentId, Relation = MandateRelation.AdultGuardian, Acts = { MandateAct.History },
                LastDay = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                ResidentName = "見本 花子", GuardianName = "見本 次郎", EvidenceDigest = papers, RequestId = Actor.NewRequestId(),
            },
            "guardian_registered", answer => answer.Mandate.MandateId);
    }

    private static string NameOf(CallMethod method) => method.Path[(method.Path.LastIndexOf('/') + 1)..];

    private async Task CatalogueAsync(Story story, TestOrganization reviewer)
    {
        await ActAsync<Dataset>(
            "/pds.v1.CatalogService/PublishDataset", city.Steward,
            new PublishDatasetRequest { Dataset = Library(), RequestId = Actor.NewRequestId() }, "dataset_published", _ => DatasetVersion);
        var proposed = await ActAsync<Purpose>(
            "/pds.v1.CatalogService/ProposePurpose", story.Hospital,
            new ProposePurposeRequest { Purpose = Card(), RequestId = Actor.NewRequestId() }, "purpose_proposed", _ => PurposeVersion);
        await ActAsync<Purpose>(
            "/pds.v1.CatalogService/ReviewPurpose", reviewer,
            new ReviewPurposeRequest
            {
                Code = "library-card", Version = 1, Verdict = ReviewVerdict.Approve, ReasonJa = "よい。", Etag = proposed.Etag, RequestId = Actor.NewRequestId(),
            },
            "purpose_reviewed", _ => PurposeVersion);
        await ActAsync<WriteRecordResponse>(
            "/pds.v1.VaultService/WriteRecord", city.Steward,
            new WriteRecordRequest
            {
                ResidentRef = await story.Hanako.ReferenceForAsync(city.Steward),
                Dataset = DatasetVersion,
                SourceRecord = SourceRecord.Issue(city.Steward.Key, [city.Steward.Certificate], new SourceRecordContent
                {
                    Issuer = city.Steward.Id, Dataset = DatasetVersion, IssuedAt = DateTimeOffset.UtcNow,
                    Fields = new Dictionary<string, JsonNode?> { ["card"] = "M-0001" },
                }),
                RequestId = Actor.NewRequestId(),
            },
            "record_written", answer => answer.RecordId);
    }

    private async Task ConsentAsync(Story story)
    {
        var (hospital, hanako) = (story.Hospital, story.Hanako);
        var item = (await AskAsync(story)).Items.Single();
        var given = await ActAsync<GrantResponse>(
            "/pds.v1.ConsentService/Grant", hanako, await hanako.PrepareGrantAsync(item), "consent_granted", _ => item.GrantId);
        var paused = await ActAsync<ConsentActResponse>(
            "/pds.v1.ConsentService/Pause", hanako,
            new PauseRequest { GrantId = item.GrantId, Etag = given.Consent.Etag, RequestId = Actor.NewRequestId() }, "consent_paused", _ => item.GrantId);
        await ActAsync<ConsentActResponse>(
            "/pds.v1.ConsentService/Resume", hanako,
            new ResumeRequest { GrantId = item.GrantId, Etag = paused.Consent.Etag, RequestId = Actor.NewRequestId() }, "consent_resumed", _ => item.GrantId);

        var receipt = await hospital.ReceiptAsync(item.GrantId);
        foreach (var kind in new[] { "disclosure_intended", "disclosed" })
        {
            await ActAsync<RequestDataResponse>(
                "/pds.v1.DisclosureService/RequestData", hospital, await hospital.PrepareAsync(item.GrantId, receipt, ["card"]), kind, _ => item.GrantId);
            const string batch = "/pds.v1.DisclosureService/RequestDataBatch";
            await ActAsync<RequestDataBatchResponse>(
                batch, hospital, new RequestDataBatchRequest { Items = { await hospital.PrepareAsync(item.GrantId, receipt, ["card"], batch) } },
                kind, _ => item.GrantId);
        }

        var use = (await hanako.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Uses[0].Evidence.Index;
        var asked = await ActAsync<Question>(
            "/pds.v1.QuestionService/AskQuestion", hanako, new AskQuestionRequest { UseIndex = use, TextJa = "なぜですか。", RequestId = Actor.NewRequestId() },
            "question_asked", answer => answer.QuestionId);
        await ActAsync<Question>(
            "/pds.v1.QuestionService/AnswerQuestion", hospital,
            new AnswerQuestionRequest { QuestionId = asked.QuestionId, AnswerJa = "受付のためです。", RequestId = Actor.NewRequestId() },
            "question_answered", answer => answer.QuestionId);
        await ActAsync<ConsentActResponse>(
            "/pds.v1.ConsentService/Withdraw", hanako, new WithdrawRequest { GrantId = item.GrantId, RequestId = Actor.NewRequestId() },
            "consent_withdrawn", _ => item.GrantId);
        var again = (await AskAsync(story)).Items.Single();
        await ActAsync<DeclineResponse>(
            "/pds.v1.ConsentService/Decline", hanako,
            new DeclineRequest { GrantId = again.GrantId, Etag = again.Etag, RequestId = Actor.NewRequestId() }, "consent_declined", _ => again.GrantId);
    }

    private Task<ConsentRequest> AskAsync(Story story) => ActAsync<ConsentRequest>(
        "/pds.v1.ConsentService/RequestConsent", story.Hospital,
        new RequestConsentRequest { ResidentRef = story.Reference, Items = { new AskedItem { Purpose = PurposeVersion } }, RequestId = Actor.NewRequestId() },
        "consent_requested", _ => PurposeVersion);

    private async Task LawAsync(Story story, TestOrganization reviewer)
    {
        Know(city.Steward.Id);
        var proposed = await ActAsync<ProposedLawfulReading>(
            "/pds.v1.DisclosureService/ProposeLawfulReading", city.Steward, city.LawfulReadingOf(story.Hanako),
            "lawful_reading_proposed", answer => answer.LawfulReadingId);
        await ActAsync<ConfirmLawfulReadingResponse>(
            "/pds.v1.DisclosureService/ConfirmLawfulReading", reviewer,
            new ConfirmLawfulReadingRequest { LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId() },
            "lawful_reading", _ => proposed.LawfulReadingId);
    }

    private async Task CorrectionsAsync(Story story)
    {
        var record = (await story.Hanako.CallAsync<ListRecordsResponse>("/pds.v1.VaultService/ListRecords", new ListRecordsRequest { Dataset = Story.Dataset })).Records.Single();
        var asked = await ActAsync<Correction>(
            "/pds.v1.CorrectionService/AskCorrection", story.Hanako,
            new AskCorrectionRequest { RecordId = record.RecordId, Field = "address", StatementJa = "違います。", RequestId = Actor.NewRequestId() },
            "correction_asked", answer => answer.CorrectionId);
        await ActAsync<Correction>(
            "/pds.v1.CorrectionService/DecideCorrection", city.Steward,
            new DecideCorrectionRequest
            {
                CorrectionId = asked.CorrectionId, Outcome = CorrectionState.Refused, ReasonJa = "届け出のとおりです。", RequestId = Actor.NewRequestId(),
            },
            "correction_decided", _ => asked.CorrectionId);
    }

    // A letter is there once the server has looked at what is to be told.
    private async Task NoticesAsync(Story story)
    {
        await ActAsync<NoticeSettings>(
            "/pds.v1.NotificationService/ChooseNoticeSettings", story.Hanako,
            new ChooseNoticeSettingsRequest
            {
                Channel = NoticeChannel.Letter, Rhythm = NoticeRhythm.AtOnce, Kinds = { NoticeKind.NewRequest }, RequestId = Actor.NewRequestId(),
            },
            "notices_chosen", _ => "at_once");
        await story.Hospital.AskConsentAsync(story.Reference, "hospital-booking@1");
        await new Pds.Server.Notices.TellResidents(city.Server.Roles.Recorder).RunAsync(TestContext.Current.CancellationToken);
        var letter = (await city.Steward.CallAsync<ListLettersResponse>("/pds.v1.NotificationService/ListLetters", new ListLettersRequest())).Letters.Single();
        await ActAsync<MarkLetterPrintedResponse>(
            "/pds.v1.NotificationService/MarkLetterPrinted", city.Steward,
            new MarkLetterPrintedRequest { NoticeId = letter.NoticeId, RequestId = Actor.NewRequestId() }, "notices_sent", _ => letter.NoticeId);
    }

    // Consents were used, so the history with the order in it is kept for now.
    private async Task ErasingAsync(Story story)
    {
        var order = await story.Hanako.PrepareErasureAsync();
        await ActAsync<EraseResidentResponse>(
            "/pds.v1.ResidentService/EraseResident", story.Hanako, order, "erasure_ordered", _ => Base64Url.Encode(Sha256.Hash(order.Document.Span)));
    }

    private async Task EndingAsync(TestOrganization reviewer)
    {
        var purpose = await city.Anybody.CallAsync<Purpose>("/pds.v1.CatalogService/GetPurpose", new GetPurposeRequest { Code = "library-card", Version = 1 });
        await ActAsync<Purpose>(
            "/pds.v1.CatalogService/InvalidatePurpose", reviewer,
            new InvalidatePurposeRequest { Code = "library-card", Version = 1, ReasonJa = "終わり", Etag = purpose.Etag, RequestId = Actor.NewRequestId() },
            "purpose_invalidated", _ => PurposeVersion);
        var dataset = await city.Anybody.CallAsync<Dataset>("/pds.v1.CatalogService/GetDataset", new GetDatasetRequest { Code = "town-library", Version = 1 });
        await ActAsync<Dataset>(
            "/pds.v1.CatalogService/InvalidateDataset", city.Steward,
            new InvalidateDatasetRequest { Code = "town-library", Version = 1, ReasonJa = "終わり", Etag = dataset.Etag, RequestId = Actor.NewRequestId() },
            "dataset_invalidated", _ => DatasetVersion);
    }

    private async Task ExportsAsync()
    {
        var auditor = await city.NewOrganizationAsync("試験監査人", OrganizationRole.Auditor);
        CreateExportJobRequest Order() => new()
        {
            AgeRecipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", ReasonJa = "監査", RequestId = Actor.NewRequestId(),
        };
        for (var n = 0; n < 4; n++)
        {
            await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/CreateExportJob", Order());
        }

        // The last waits for four others, so that it is still there to be cancelled.
        var job = await ActAsync<ExportJob>(
            "/pds.v1.AuditService/CreateExportJob", auditor, Order(), "export_requested", answer => answer.ExportJobId);
        await ActAsync<ExportJob>(
            "/pds.v1.AuditService/CancelExportJob", auditor,
            new CancelExportJobRequest { ExportJobId = job.ExportJobId, RequestId = Actor.NewRequestId() }, "export_ended", _ => job.ExportJobId);
    }

    // One act: the log is longer after it, and one of the new entries is of the act's kind and names what it was about.
    private async Task<T> ActAsync<T>(string path, Actor who, IMessage request, string kind, Func<T, string> names)
        where T : IMessage<T>, new()
    {
        var (size, before) = (city.Server.Roles.Recorder.Latest.Size, await EntriesAsync());

        var answer = await who.CallAsync<T>(path, request);

        var named = names(answer);
        city.Server.Roles.Recorder.Latest.Size.Should().BeGreaterThan(size, "{0} leaves an entry", path);
        (await EntriesAsync()).Except(before).Should().Contain(
            entry => entry.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal) && entry.Contains(named, StringComparison.Ordinal), "{0} names it", path);
        walked.Add(path);
        return answer;
    }

    private string Know(string id)
    {
        chains.Add(ResidentId.TryParse(id, out var resident) ? ChainId.Resident(resident)
            : OrganizationId.TryParse(id, out var organization) ? ChainId.Organization(organization)
            : throw new ArgumentException("Neither a resident nor an organisation.", nameof(id)));
        return id;
    }

    // Index and body of every entry in the chains we know.
    private async Task<IReadOnlyCollection<string>> EntriesAsync()
    {
        var entries = new HashSet<string>();
        foreach (var chain in chains)
        {
            await foreach (var entry in city.Server.Roles.Recorder.ReadChainAsync(
                chain, -1, 1000, new Reader.Owner(), TestContext.Current.CancellationToken))
            {
                entries.Add($"{entry.Index} {Encoding.UTF8.GetString(entry.Body)}");
            }
        }

        return entries;
    }

    private static Dataset Library() => new()
    {
        Code = "town-library",
        Version = 1,
        NameJa = "図書館",
        DescriptionJa = "図書館の利用者カードです。",
        Fields = { new DatasetField { Name = "card", LabelJa = "カード番号", Type = FieldType.Text, MaxLength = 20, Required = true } },
        Ceilings = Wide(),
    };

    private static Purpose Card() => new()
    {
        Code = "library-card",
        Version = 1,
        Dataset = DatasetVersion,
        RequiredFields = { "card" },
        NameJa = "カードの確認",
        TextJa = "カード番号を確かめます。",
        BenefitJa = "受付が早くなります。",
        RefusalConsequenceJa = "何も変わりません。",
        LawfulBasis = "consent",
        Ceilings = Wide(),
        DpvCode = "dpv:ServiceProvision",
        PiaReference = "PIA-2026-101",
        NoticeUrl = "https://pds.mutsu.example/notices/library",
        ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(365)),
    };

    private static Ceilings Wide() => new()
    {
        ValidityDays = 366, Frequency = new Frequency { Calls = 100, Period = FrequencyPeriod.Day }, RetentionDays = 1, Mode = UseMode.View,
    };
}
