using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Desk;

/// <summary>By telephone a resident stops things after a call-back, and starts nothing.</summary>
[Collection(nameof(DeskCity))]
[Trait("Feature", "G6")]
[Trait("Feature", "G10")]
public sealed class OnTheTelephone(DeskCity town)
{
    private const string Consents = DeskCity.Consents;

    [Fact]
    [Trait("Feature", "G4")]
    public async Task She_stops_a_consent_after_the_call_back_and_can_start_none()
    {
        var given = await GivenAsync();
        var waiting = await town.AskAsync("hospital-booking@1");
        var call = town.Aoi.In(await town.CallAsync(town.Aoi));

        (await call.AskAsync(Consents + "Withdraw", new WithdrawRequest { GrantId = given, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");

        var entry = (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<ConsentWithdrawn>().Single(one => one.Grant.ToString() == given);
        entry.Acting.Should().Be(new Acting("voice") { Role = "staff", Person = town.Aoi.Self.StaffId });
        (await call.AskAsync(Consents + "GetConsentDocument", new GetConsentDocumentRequest { GrantId = waiting.GrantId })).Reason.Should().Be("PERMISSION_DENIED");
        (await call.AskAsync(Consents + "Grant", new GrantRequest
        {
            GrantId = waiting.GrantId, Document = Google.Protobuf.ByteString.CopyFromUtf8("{}"), Etag = waiting.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("PERMISSION_DENIED");
        (await call.AskAsync("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest())).Reason.Should().Be("PERMISSION_DENIED");
    }

    [Fact]
    public async Task The_third_wrong_code_closes_the_case_and_the_right_one_comes_too_late()
    {
        var begun = await StartAsync();
        var right = town.Spoken(begun.VisitId);
        var wrong = right == "000000" ? "111111" : "000000";

        for (var tries = 0; tries < 3; tries++)
        {
            (await OpenAsync(begun.VisitId, wrong)).Should().Be("SPOKEN_CODE_NOT_ACCEPTED");
        }

        (await OpenAsync(begun.VisitId, right)).Should().Be("VISIT_NOT_ACCEPTED");
        File.Exists(Path.Combine(town.City.Data, "voice", begun.VisitId)).Should().BeFalse();
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<VisitClosed>().Should().ContainSingle(one => one.Visit.ToString() == begun.VisitId && one.Reason == "wrong_code");
    }

    [Fact]
    public async Task Who_hangs_up_or_is_somebody_else_ends_the_case_with_an_entry()
    {
        foreach (var (end, reason) in new[] { (VisitEnd.HungUp, "hung_up"), (VisitEnd.WrongNumber, "wrong_number") })
        {
            var begun = await StartAsync();
            var right = town.Spoken(begun.VisitId);

            await town.Aoi.CallAsync<CloseVisitResponse>(DeskCity.Service + "CloseVisit", new CloseVisitRequest { VisitId = begun.VisitId, End = end, RequestId = Actor.NewRequestId() });

            (await OpenAsync(begun.VisitId, right)).Should().Be("VISIT_NOT_ACCEPTED");
            (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<VisitClosed>().Should().ContainSingle(one => one.Visit.ToString() == begun.VisitId && one.Reason == reason);
        }
    }

    [Fact]
    public async Task Nothing_is_seen_of_her_before_she_said_the_code_and_another_clerk_cannot_say_it()
    {
        var begun = await StartAsync();

        (await town.Aoi.In(begun.VisitId).AskAsync(Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        (await town.Midori.AskAsync(DeskCity.Service + "OpenCall", new OpenCallRequest
        {
            VisitId = begun.VisitId, Code = town.Spoken(begun.VisitId), RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("VISIT_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_number_with_a_slip_a_strangers_and_one_without_a_telephone_reach_nobody()
    {
        var slipped = town.Hanako.ResidentNumber[..^1] + (char)('0' + ((town.Hanako.ResidentNumber[^1] - '0' + 1) % 10));
        async Task<string> ReasonAsync(string number) =>
            (await town.Aoi.AskAsync(DeskCity.Service + "StartCall", new StartCallRequest { ResidentNumber = number })).Reason;

        (await ReasonAsync(slipped)).Should().Be("INVALID_ARGUMENT", "the check digit tells");
        (await ReasonAsync(Pds.Consent.ResidentNumber.New().ToString())).Should().Be("NOT_FOUND");
        (await ReasonAsync(town.Taro.ResidentNumber)).Should().Be("NOT_FOUND", "he registered no telephone");
        (await ReasonAsync(town.Hanako.ResidentNumber.Insert(4, "-"))).Should().Be("OK", "hyphens do not matter");
    }

    private Task<StartCallResponse> StartAsync() =>
        town.Aoi.CallAsync<StartCallResponse>(DeskCity.Service + "StartCall", new StartCallRequest { ResidentNumber = town.Hanako.ResidentNumber });

    private async Task<string> OpenAsync(string call, string code) =>
        (await town.Aoi.AskAsync(DeskCity.Service + "OpenCall", new OpenCallRequest { VisitId = call, Code = code, RequestId = Actor.NewRequestId() })).Reason;

    private async Task<string> GivenAsync()
    {
        var item = await town.AskAsync();
        var own = await town.Host.VisitAsync(town.Provider, "hanako");
        var shown = await own.ShowAsync(item);
        (await own.GrantAsync(item, shown, TestSession.StepUp(town.Provider.Token("hanako", TestSession.ChallengeOf(shown)), shown))).Reason.Should().Be("OK");
        return item.GrantId;
    }
}
