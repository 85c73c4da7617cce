using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Letters;

/// <summary>
/// Somebody without any sign-in of her own at the counter: she types her letter's code, a second clerk confirms, and then she looks, says no and stops.
/// Her yes is for paper.
/// </summary>
[Collection(nameof(LetterCity))]
[Trait("Feature", "G7")]
public sealed class AtTheCounterWithALetter(LetterCity town)
{
    [Fact]
    [Trait("Feature", "G4")]
    [Trait("Feature", "N26")]
    public async Task Her_code_and_a_second_clerk_open_a_visit_in_which_she_looks_says_no_and_stops()
    {
        var she = town.WithRecord();
        var given = await she.GivenAsync();
        var waiting = await she.AskedAsync("hospital-booking@1");
        var code = (await town.PrintAsync(she.Number)).Code;
        var (aoi, midori) = (await town.ClerkAsync(), await town.ClerkAsync("midori"));

        var id = await TypedAsync(aoi, she.Number, code);
        (await aoi.In(id).AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED", "nobody confirmed");
        (await ConfirmAsync(aoi, id)).Should().Be("SECOND_PERSON_REQUIRED");
        (await midori.CallAsync<ListWaitingVisitsResponse>(LetterCity.Desk + "ListWaitingVisits", new ListWaitingVisitsRequest())).Visits
            .Should().ContainSingle(one => one.VisitId == id && one.StaffId == aoi.Self.StaffId);
        (await ConfirmAsync(midori, id)).Should().Be("OK");
        (await ConfirmAsync(midori, id)).Should().Be("VISIT_NOT_ACCEPTED", "once");
        (await midori.In(id).AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("VISIT_NOT_ACCEPTED", "it is the first one's");

        var visit = aoi.In(id);
        (await visit.CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest())).Records.SelectMany(one => one.Values)
            .Should().NotBeEmpty().And.OnlyContain(value => value.ValueJson.Contains("＊＊＊", StringComparison.Ordinal) || value.ValueJson.Contains("\\uFF0A", StringComparison.Ordinal));
        (await visit.AskAsync(LetterCity.Consents + "Decline", new DeclineRequest { GrantId = waiting.GrantId, Etag = waiting.Etag, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
        (await visit.AskAsync(LetterCity.Consents + "Withdraw", new WithdrawRequest { GrantId = given.GrantId, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");

        var entries = await she.EntriesAsync();
        var opened = entries.OfType<VisitOpened>().Single();
        (opened.Channel, opened.Factor, opened.Person.ToString(), opened.Second.ToString()).Should().Be(("counter", "letter", aoi.Self.StaffId, midori.Self.StaffId));
        entries.OfType<LetterUsed>().Single().Visit.ToString().Should().Be(id);
        entries.OfType<ConsentWithdrawn>().Single().Acting.Should().Be(new Acting("counter") { Role = "staff", Person = aoi.Self.StaffId });
    }

    [Fact]
    [Trait("Feature", "S5")]
    [Trait("Invariant", "I-20")]
    public async Task Nothing_starts_in_such_a_visit_whatever_evidence_comes_along()
    {
        var she = await town.ComesAsync();
        var item = await she.AskedAsync();
        var own = await she.OwnAsync();
        var shown = await own.ShowAsync(item);
        var (aoi, midori) = (await town.ClerkAsync(), await town.ClerkAsync("midori"));
        var id = await TypedAsync(aoi, she.Number, (await town.PrintAsync(she.Number)).Code);
        (await ConfirmAsync(midori, id)).Should().Be("OK");
        var visit = aoi.In(id);
        var signIn = TestSession.StepUp(town.Provider.Token(she.Subject, TestSession.ChallengeOf(shown)), shown).OidcStepUp;

        (await visit.GrantAsync(item, shown, new Evidence
        {
            Counter = new CounterStatement { Digests = { signIn.Digests }, IdToken = signIn.IdToken, VisitId = id, StaffId = aoi.Self.StaffId },
        })).Reason.Should().Be("STEP_UP_REQUIRED");
        (await visit.AskAsync(LetterCity.Consents + "GetConsentDocument", new GetConsentDocumentRequest { GrantId = item.GrantId })).Reason.Should().Be("STEP_UP_REQUIRED");
        (await visit.AskAsync(LetterCity.Consents + "Resume", new ResumeRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId() })).Reason.Should().Be("PERMISSION_DENIED");
        (await she.EntriesAsync()).OfType<ConsentGranted>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_code_ends_the_visit_is_counted_as_at_a_sign_in_and_a_code_alone_confirms_nothing()
    {
        var she = await town.ComesAsync();
        var code = (await town.PrintAsync(she.Number)).Code;
        var (aoi, midori) = (await town.ClerkAsync(), await town.ClerkAsync("midori"));
        var begun = await aoi.CallAsync<StartVisitResponse>(LetterCity.Desk + "StartVisit", new StartVisitRequest());

        (await TypeAsync(midori, begun.VisitId, she.Number, code)).Should().Be("VISIT_NOT_ACCEPTED", "it is another clerk's");
        (await ConfirmAsync(midori, begun.VisitId)).Should().Be("VISIT_NOT_ACCEPTED", "nobody typed a code");
        (await TypeAsync(aoi, begun.VisitId, she.Number, LetterCity.AnotherCode())).Should().Be("LETTER_NOT_ACCEPTED");
        (await TypeAsync(aoi, begun.VisitId, she.Number, code)).Should().Be("VISIT_NOT_ACCEPTED", "a try ends the visit");
        var id = await TypedAsync(aoi, she.Number, code);
        (await aoi.AskAsync(LetterCity.Desk + "OpenVisit", new OpenVisitRequest { VisitId = id, IdToken = "x", RequestId = Actor.NewRequestId() })).Reason.Should().Be("VISIT_NOT_ACCEPTED");
        town.Time.Shift += Server.Desk.Visit.ToOpen;
        (await ConfirmAsync(await town.ClerkAsync("midori"), id)).Should().Be("VISIT_NOT_ACCEPTED", "ten minutes are over");

        (await she.EntriesAsync()).OfType<LetterRefused>().Should().ContainSingle();
        (await she.EntriesAsync()).OfType<VisitOpened>().Should().BeEmpty();
    }

    private static async Task<string> TypedAsync(TestStaff clerk, string number, string code)
    {
        var begun = await clerk.CallAsync<StartVisitResponse>(LetterCity.Desk + "StartVisit", new StartVisitRequest());
        (await TypeAsync(clerk, begun.VisitId, number, code)).Should().Be("OK");
        return begun.VisitId;
    }

    private static async Task<string> TypeAsync(TestStaff clerk, string visit, string number, string code) => (await clerk.AskAsync(
        LetterCity.Desk + "OpenVisitByLetter",
        new OpenVisitByLetterRequest { VisitId = visit, ResidentNumber = number, Code = code, RequestId = Actor.NewRequestId() })).Reason;

    private static async Task<string> ConfirmAsync(TestStaff clerk, string visit) => (await clerk.AskAsync(
        LetterCity.Desk + "ConfirmVisit", new ConfirmVisitRequest { VisitId = visit, RequestId = Actor.NewRequestId() })).Reason;
}
