using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Desk;

/// <summary>A clerk's session carries what the resident beside her says, for her alone, for half an hour, and nothing else.</summary>
[Collection(nameof(DeskCity))]
[Trait("Feature", "G7")]
public sealed class AtTheCounter(DeskCity town)
{
    private const string Consents = DeskCity.Consents;

    [Fact]
    [Trait("Feature", "G4")]
    [Trait("Feature", "N26")]
    public async Task Her_yes_is_carried_with_her_own_sign_in_and_the_entry_names_both()
    {
        var item = await town.AskAsync();
        var id = await town.OpenAsync(town.Aoi);
        var visit = town.Aoi.In(id);
        var shown = await visit.ShowAsync(item);

        (await visit.GrantAsync(item, shown, town.Yes(id, town.Aoi, "hanako", shown))).Reason.Should().Be("OK");

        var entries = await town.EntriesAsync(town.Hanako.ResidentId);
        var given = entries.OfType<ConsentGranted>().Single(one => one.Grant.ToString() == item.GrantId);
        given.EvidenceType.Should().Be("counter");
        given.Acting.Should().Be(new Acting("counter") { Role = "staff", Person = town.Aoi.Self.StaffId });
        var opened = entries.OfType<VisitOpened>().Single(one => one.Visit.ToString() == id);
        (opened.Channel, opened.Person.ToString(), opened.Factor).Should().Be(("counter", town.Aoi.Self.StaffId, "identity_provider"));
        (await town.Hospital.ReceiptAsync(item.GrantId)).SdJwt.Should().NotBeEmpty();
    }

    [Fact]
    [Trait("Feature", "N26")]
    [Trait("Invariant", "I-20")]
    public async Task Nothing_starts_by_another_persons_sign_in_another_document_visit_clerk_or_kind_of_evidence()
    {
        var item = await town.AskAsync();
        var other = await town.AskAsync("hospital-booking@1");
        var id = await town.OpenAsync(town.Aoi);
        var visit = town.Aoi.In(id);
        var shown = await visit.ShowAsync(item);
        var another = await visit.ShowAsync(other);
        (string What, Evidence Evidence)[] lies =
        [
            ("another person", town.Yes(id, town.Aoi, "taro", shown)),
            ("the clerk herself", town.Yes(id, town.Aoi, "aoi", shown)),
            ("another document", town.Yes(id, town.Aoi, "hanako", another)),
            ("another visit", town.Yes(VisitId.New().ToString(), town.Aoi, "hanako", shown)),
            ("another clerk", town.Yes(id, town.Midori, "hanako", shown)),
            ("no statement of the clerk", TestSession.StepUp(town.Provider.Token("hanako", TestSession.ChallengeOf(shown)), shown)),
        ];

        foreach (var (what, evidence) in lies)
        {
            (await visit.GrantAsync(item, shown, evidence)).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", what);
        }

        var own = await town.Host.VisitAsync(town.Provider, "hanako");
        var hers = await own.ShowAsync(item);
        (await own.GrantAsync(item, hers, town.Yes(id, town.Aoi, "hanako", hers))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "a statement of the counter is nothing outside a visit");
        (await visit.GrantAsync(item, shown, town.Yes(id, town.Aoi, "hanako", shown))).Reason.Should().Be("DOCUMENT_NOT_CURRENT", "the one shown last is another");
    }

    [Fact]
    [Trait("Feature", "G7")]
    public async Task Who_sits_in_the_office_that_asks_helps_nobody_to_agree_to_it()
    {
        var item = await town.AskAsync();
        var id = await town.OpenAsync(town.Nurse);
        var visit = town.Nurse.In(id);
        var shown = await visit.ShowAsync(item);

        (await visit.GrantAsync(item, shown, town.Yes(id, town.Nurse, "hanako", shown))).Reason.Should().Be("OWN_OFFICE");
        (await visit.AskAsync(Consents + "Decline", new DeclineRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("OK", "saying no is nobody's advantage");
    }

    [Fact]
    [Trait("Feature", "N26")]
    public async Task After_the_visit_every_recorded_call_and_every_new_one_is_refused()
    {
        var item = await town.AskAsync();
        var id = await town.OpenAsync(town.Aoi);
        var visit = town.Aoi.In(id);
        var recorded = new List<(string Path, byte[] Message, string Proof)>();
        async Task<Answer> RecordedAsync(string method, IMessage message)
        {
            var (path, bytes) = (Consents + method, message.ToByteArray());
            recorded.Add((path, bytes, visit.Proof(path, bytes)!));
            return await visit.SendAsync(path, bytes, recorded[^1].Proof);
        }

        await RecordedAsync("ListRequests", new ListRequestsRequest());
        await RecordedAsync("ListConsents", new ListConsentsRequest());
        var shown = (await RecordedAsync("GetConsentDocument", new GetConsentDocumentRequest { GrantId = item.GrantId })).Read<ConsentDocument>();
        var grant = new GrantRequest
        {
            GrantId = item.GrantId, Document = shown.Document, Evidence = town.Yes(id, town.Aoi, "hanako", shown), Etag = item.Etag, RequestId = Actor.NewRequestId(),
        };
        (await RecordedAsync("Grant", grant)).Reason.Should().Be("OK");
        (await RecordedAsync("GetReceipt", new GetReceiptRequest { GrantId = item.GrantId })).Reason.Should().Be("OK");
        await town.Aoi.CallAsync<CloseVisitResponse>(DeskCity.Service + "CloseVisit", new CloseVisitRequest { VisitId = id, End = VisitEnd.Done, RequestId = Actor.NewRequestId() });
        var size = town.City.Server.Roles.Recorder.Latest.Size;

        foreach (var (path, message, proof) in recorded)
        {
            (await visit.SendAsync(path, message, proof)).Reason.Should().Be("VISIT_NOT_ACCEPTED", "the recording of {0}", path);
            (await visit.SendAsync(path, message)).Reason.Should().Be("VISIT_NOT_ACCEPTED", "the same with a fresh proof: {0}", path);
            (await town.Aoi.SendAsync(path, message)).Reason.Should().Be("PERMISSION_DENIED", "without the visit: {0}", path);
        }

        (await visit.AskAsync(Consents + "Withdraw", new WithdrawRequest { GrantId = item.GrantId, RequestId = Actor.NewRequestId() })).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        (await visit.AskAsync("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        town.City.Server.Roles.Recorder.Latest.Size.Should().Be(size, "nothing was shown and nothing was done");
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<VisitClosed>().Should().ContainSingle(one => one.Visit.ToString() == id && one.Reason == "done");
    }

    [Fact]
    public async Task It_ends_by_time_by_the_clerks_next_visit_and_with_her_session()
    {
        var first = await town.OpenAsync(town.Aoi);
        var second = await town.OpenAsync(town.Aoi, "taro");

        (await town.Aoi.In(first).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<VisitClosed>().Should().ContainSingle(one => one.Visit.ToString() == first && one.Reason == "another_visit");
        (await town.Aoi.In(second).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("OK");

        var challenge = await town.Host.StartStaffAsync();
        var elsewhere = town.Host.Open((await town.Host.SignInStaffAsync(challenge, town.Provider.Token("aoi", challenge))).Read<CreateStaffSessionResponse>());
        (await elsewhere.In(second).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED", "it is of the session it was begun in");
        (await town.Midori.In(second).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        (await town.Aoi.In(VisitId.New().ToString()).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED");

        for (var minutes = 0; minutes < 30; minutes += 10)
        {
            town.Time.Shift += TimeSpan.FromMinutes(10);
            await town.Aoi.AskAsync("/pds.v1.StaffService/GetStaffSelf", new GetStaffSelfRequest());
            await town.Midori.AskAsync("/pds.v1.StaffService/GetStaffSelf", new GetStaffSelfRequest());
            await town.Nurse.AskAsync("/pds.v1.StaffService/GetStaffSelf", new GetStaffSelfRequest());
        }

        (await town.Aoi.In(second).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED", "half an hour is over");
    }

    [Fact]
    public async Task Values_come_masked_and_each_look_is_entered_before_it_is_answered()
    {
        var visit = await town.VisitAsync(town.Aoi);
        var before = (await town.EntriesAsync(town.Hanako.ResidentId)).Count;

        var records = await visit.CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest());

        records.Records.Should().NotBeEmpty();
        records.Records.SelectMany(one => one.Values).Select(value => System.Text.Json.JsonSerializer.Deserialize<string>(value.ValueJson)!)
            .Should().OnlyContain(value => value.EndsWith("＊＊＊") && value.Length <= 4);
        var looked = (await town.EntriesAsync(town.Hanako.ResidentId)).Skip(before).OfType<StaffLooked>().Single();
        (looked.What, looked.Person.ToString()).Should().Be(("ReadRecords", town.Aoi.Self.StaffId));
    }

    [Fact]
    public async Task A_visit_opens_only_by_the_residents_own_sign_in_over_its_challenge()
    {
        async Task<string> TryAsync(Func<StartVisitResponse, string> token, TestStaff? opener = null)
        {
            var begun = await town.Aoi.CallAsync<StartVisitResponse>(DeskCity.Service + "StartVisit", new StartVisitRequest());
            return (await (opener ?? town.Aoi).AskAsync(DeskCity.Service + "OpenVisit", new OpenVisitRequest
            {
                VisitId = begun.VisitId, IdToken = token(begun), RequestId = Actor.NewRequestId(),
            })).Reason;
        }

        (await TryAsync(begun => town.Provider.Token("nobody-known", begun.Challenge))).Should().Be("IDENTITY_NOT_LINKED");
        (await TryAsync(begun => town.Provider.Token("aoi", begun.Challenge))).Should().Be("OWN_OFFICE", "nobody helps herself");
        (await TryAsync(_ => town.Provider.Token("hanako", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))).Should().Be("IDENTITY_NOT_ACCEPTED");
        (await TryAsync(begun => town.Provider.Token("hanako", begun.Challenge), town.Midori)).Should().Be("VISIT_NOT_ACCEPTED", "it is another clerk's");
    }

    [Fact]
    public async Task A_visit_opens_no_other_method_of_the_residents()
    {
        var visit = await town.VisitAsync(town.Aoi);

        foreach (var (path, message) in new (string, IMessage)[]
        {
            ("/pds.v1.ResidentService/IssueReference", new IssueReferenceRequest { OrganizationId = town.Hospital.Id, RequestId = Actor.NewRequestId() }),
            ("/pds.v1.ResidentService/GetErasureDocument", new GetErasureDocumentRequest()),
            (Consents + "Resume", new ResumeRequest { GrantId = GrantId.New().ToString(), Etag = "v1", RequestId = Actor.NewRequestId() }),
            ("/pds.v1.DisclosureService/ListUses", new ListUsesRequest()),
            ("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest()),
            ("/pds.v1.SessionService/ListSessions", new ListSessionsRequest()),
        })
        {
            (await visit.AskAsync(path, message)).Reason.Should().Be("PERMISSION_DENIED", path);
        }
    }
}
