using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Letters;

/// <summary>What a letter's code opens: her pages, masked, to look and to stop. Whatever starts something is refused by the server.</summary>
[Collection(nameof(LetterCity))]
[Trait("Feature", "X9")]
public sealed class ByLetter(LetterCity town)
{
    [Fact]
    public async Task Code_and_number_open_a_session_that_says_so_and_each_use_is_entered_and_counted()
    {
        var she = await town.ComesAsync();
        var printed = await town.PrintAsync(she.Number);

        var session = await she.ByLetterAsync(printed.Code);
        var again = await she.ByLetterAsync(string.Join(' ', printed.Code.Chunk(4).Select(four => new string(four))));

        (session.Facts.SignIn, session.Facts.ResidentId, session.Facts.Current).Should().Be((SignInKind.Letter, she.Id, true));
        (await session.CallAsync<SignInLetter>(LetterCity.Service + "GetLetter", new GetLetterRequest())).UsesLeft.Should().Be(printed.Letter.UsesLeft - 2);
        (await again.CallAsync<ListSessionsResponse>("/pds.v1.SessionService/ListSessions", new ListSessionsRequest())).Sessions
            .Where(one => one.SignIn == SignInKind.Letter).Should().HaveCount(2);
        var used = (await she.EntriesAsync()).OfType<LetterUsed>().ToList();
        used.Select(entry => entry.Left).Should().Equal(printed.Letter.UsesLeft - 1, printed.Letter.UsesLeft - 2);
        used.Should().OnlyContain(entry => entry.Letter.ToString() == printed.Letter.LetterId && entry.Through.ToString() == town.Host.Self.Id && entry.Visit == null);
    }

    [Fact]
    public async Task She_sees_requests_consents_and_uses_and_values_come_masked()
    {
        var she = town.WithRecord();
        await she.GivenAsync();
        await she.AskedAsync("hospital-booking@1");
        var session = await she.ByLetterAsync((await town.PrintAsync(she.Number)).Code);

        (await session.CallAsync<ListRequestsResponse>(LetterCity.Consents + "ListRequests", new ListRequestsRequest())).Requests.Should().HaveCount(2);
        (await session.CallAsync<ListConsentsResponse>(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Consents.Should().Contain(one => one.State == ConsentState.Active);
        (await session.AskAsync("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Reason.Should().Be("OK");
        var history = await session.CallAsync<ListEntriesResponse>("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest());
        var ask = new ListNewEntriesRequest { Histories = { new FollowedHistory { SessionSecret = session.Secret } } }.ToByteArray();
        (await town.Host.Self.SendAsync("/pds.v1.LedgerService/ListNewEntries", ask, null)).Read<ListNewEntriesResponse>().News.Single().Entries.Should().Equal(history.Entries.Take(64));
        var records = await session.CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest());
        records.Records.SelectMany(one => one.Values).Select(value => System.Text.Json.JsonSerializer.Deserialize<string>(value.ValueJson)!)
            .Should().NotBeEmpty().And.OnlyContain(value => value.EndsWith("＊＊＊", StringComparison.Ordinal) && value.Length <= 4);
        var own = await (await she.OwnAsync()).CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest());
        own.Records.SelectMany(one => one.Values).Should().Contain(value => value.ValueJson.Contains("見本 トメ", StringComparison.Ordinal), "her own sign-in shows them");
    }

    [Fact]
    [Trait("Feature", "N26")]
    public async Task She_declines_pauses_and_withdraws_and_the_entries_name_the_letter()
    {
        var she = await town.ComesAsync();
        var given = await she.GivenAsync();
        var waiting = await she.AskedAsync("hospital-booking@1");
        var session = await she.ByLetterAsync((await town.PrintAsync(she.Number)).Code);

        (await session.AskAsync(LetterCity.Consents + "Decline", new DeclineRequest { GrantId = waiting.GrantId, Etag = waiting.Etag, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
        (await session.AskAsync(LetterCity.Consents + "Pause", new PauseRequest { GrantId = given.GrantId, Etag = given.Etag, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
        (await session.AskAsync(LetterCity.Consents + "Withdraw", new WithdrawRequest { GrantId = given.GrantId, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");

        var entries = await she.EntriesAsync();
        entries.OfType<ConsentDeclined>().Single().Acting.Should().Be(new Acting("letter"));
        entries.OfType<ConsentPaused>().Single().Acting.Should().Be(new Acting("letter"));
        entries.OfType<ConsentWithdrawn>().Single().Acting.Should().Be(new Acting("letter"));
        (await town.Hospital.AskAsync(LetterCity.Consents + "GetReceipt", new GetReceiptRequest { GrantId = given.GrantId })).Reason.Should().Be("OK");
    }

    [Fact]
    [Trait("Feature", "S5")]
    [Trait("Invariant", "I-20")]
    public async Task Whatever_starts_something_answers_step_up_required_and_changes_nothing()
    {
        var she = await town.ComesAsync();
        var session = await she.ByLetterAsync((await town.PrintAsync(she.Number)).Code);
        var closed = CallMethods.All.Where(method => (method.Residents || method.SessionsOnly) && !method.ByLetter).ToList();
        var size = town.City.Server.Roles.Recorder.Latest.Size;

        // Saying yes, going on, being known to somebody new, passkeys, mandates, taking away, erasing, notices, questions and corrections.
        closed.Select(method => method.Path[(method.Path.LastIndexOf('/') + 1)..]).Should().Contain(
            ["GetConsentDocument", "Grant", "Resume", "IssueReference", "RegisterPasskey", "RemovePasskey", "CreateMandateCode", "OfferMandate", "AcceptMandate", "ExportOwnData",
            "GetErasureDocument", "EraseResident", "GetNoticeSettings", "ChooseNoticeSettings", "AskQuestion", "AskCorrection"]);
        foreach (var method in closed)
        {
            (await session.SendAsync(method.Path, Calls.Requests.For(method))).Reason.Should().Be("STEP_UP_REQUIRED", method.Path);
            (await session.SendAsync(method.Path, [])).Reason.Should().Be("STEP_UP_REQUIRED", method.Path);
        }

        town.City.Server.Roles.Recorder.Latest.Size.Should().Be(size);
    }

    [Fact]
    [Trait("Feature", "S5")]
    [Trait("Feature", "G5")]
    public async Task A_session_by_letter_acts_for_nobody_else()
    {
        var she = await town.ComesAsync();
        var session = await she.ByLetterAsync((await town.PrintAsync(she.Number)).Code);
        session.Mandate = MandateId.New().ToString();

        foreach (var method in CallMethods.All.Where(method => method.Residents || method.SessionsOnly))
        {
            (await session.SendAsync(method.Path, Calls.Requests.For(method))).Reason.Should().Be("STEP_UP_REQUIRED", method.Path);
        }
    }

    [Fact]
    [Trait("Feature", "S5")]
    [Trait("Invariant", "I-20")]
    public async Task A_stolen_session_by_letter_grants_nothing_even_with_her_own_fresh_evidence_in_hand()
    {
        var she = await town.ComesAsync();
        var item = await she.AskedAsync();
        var own = await she.OwnAsync();
        var shown = await own.ShowAsync(item);
        var evidence = TestSession.StepUp(town.Provider.Token(she.Subject, TestSession.ChallengeOf(shown)), shown);
        var stolen = town.Host.Open((await she.ByLetterAsync((await town.PrintAsync(she.Number)).Code)).Secret);

        (await stolen.GrantAsync(item, shown, evidence)).Reason.Should().Be("STEP_UP_REQUIRED");
        (await stolen.AskAsync(LetterCity.Consents + "GetConsentDocument", new GetConsentDocumentRequest { GrantId = item.GrantId })).Reason.Should().Be("STEP_UP_REQUIRED");
        (await town.Other.Open(stolen.Secret).AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED", "another host's");
        (await own.GrantAsync(item, shown, evidence)).Reason.Should().Be("OK", "her own session still can");
    }
}
