using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Server.Tests.Sessions;

/// <summary>
/// In a session, what starts something needs the resident's own fresh evidence over exactly this; what stops something needs none. A host with a
/// living session is the adversary of these tests.
/// </summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "S5")]
[Trait("Invariant", "I-20")]
public sealed class StartingNeedsHer(SessionCity town)
{
    private const string Resume = "/pds.v1.ConsentService/Resume";

    // Somebody new for each test, so that what one asks for stands in no other's way.
    private readonly string hanakoName = "hanako-" + Actor.NewRequestId();
    private string hanakoId = "";

    [Fact]
    [Trait("Feature", "R3")]
    public async Task A_fresh_sign_in_over_the_document_grants_and_is_entered_as_such()
    {
        var session = await HanakoAsync();
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);

        var given = (await session.GrantAsync(item, shown, StepUp(hanakoName, shown))).Read<GrantResponse>();

        given.Consent.State.Should().Be(ConsentState.Active);
        ResidentId.TryParse(hanakoId, out var hanako);
        var entry = (await town.EntriesAsync(ChainId.Resident(hanako))).OfType<ConsentGranted>().Single(one => one.Grant.ToString() == item.GrantId);
        entry.EvidenceType.Should().Be("oidc_step_up");
        await StopAsync(session, item.GrantId);
    }

    [Fact]
    public async Task One_sign_in_covers_the_documents_of_one_sitting_and_no_other()
    {
        var session = await HanakoAsync();
        var (one, two) = (await town.AskAsync(session), await town.AskAsync(session, "hospital-booking@1"));
        var (shownOne, shownTwo) = (await session.ShowAsync(one), await session.ShowAsync(two));
        var both = StepUp(hanakoName, shownOne, shownTwo);
        var later = await session.ShowAsync(two);

        (await session.GrantAsync(one, shownOne, both)).Reason.Should().Be("OK");
        (await session.GrantAsync(two, shownTwo, both)).Reason.Should().Be("DOCUMENT_NOT_CURRENT", "another was shown since");
        (await session.GrantAsync(two, later, both)).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "it is over the one shown before");
        var again = StepUp(hanakoName, later);
        (await session.GrantAsync(two, later, again)).Reason.Should().Be("OK");
        await StopAsync(session, one.GrantId);
        await StopAsync(session, two.GrantId);
    }

    [Fact]
    [Trait("Feature", "R4")]
    public async Task A_host_with_a_living_session_cannot_grant_with_anything_else()
    {
        var session = await HanakoAsync();
        var item = await town.AskAsync(session);
        var another = await session.ShowAsync(await town.AskAsync(session, "hospital-booking@1"));
        var shown = await session.ShowAsync(item);
        var challenge = TestSession.ChallengeOf(shown);
        var signIn = await town.Host.StartAsync();
        using var unknown = new TestPasskey();
        GrantId.TryParse(item.GrantId, out var grant);
        var mixed = new Evidence { OidcStepUp = StepUp(hanakoName, another).OidcStepUp.Clone() };
        mixed.OidcStepUp.Digests.Clear();
        mixed.OidcStepUp.Digests.AddRange(StepUp(hanakoName, shown).OidcStepUp.Digests);
        (string What, Evidence? Evidence, string Reason)[] tries =
        [
            ("nothing", null, "INVALID_ARGUMENT"),
            ("an empty evidence", new Evidence(), "INVALID_ARGUMENT"),
            ("her sign-in to the session", TestSession.StepUp(town.Provider.Token(hanakoName, signIn), shown), "EVIDENCE_NOT_ACCEPTED"),
            ("a sign-in over another document", StepUp(hanakoName, another), "EVIDENCE_NOT_ACCEPTED"),
            ("that sign-in with this document's digest", mixed, "EVIDENCE_NOT_ACCEPTED"),
            ("another person's sign-in", StepUp(town.Taro, shown), "EVIDENCE_NOT_ACCEPTED"),
            ("a person nobody linked", StepUp("nobody", shown), "EVIDENCE_NOT_ACCEPTED"),
            ("a sign-in of before the document", TestSession.StepUp(
                town.Provider.Token(hanakoName, challenge, claims => claims["auth_time"] = DateTimeOffset.UtcNow.AddMinutes(-3).ToUnixTimeSeconds()), shown), "EVIDENCE_NOT_ACCEPTED"),
            ("an expired sign-in", TestSession.StepUp(
                town.Provider.Token(hanakoName, challenge, claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-3).ToUnixTimeSeconds()), shown), "EVIDENCE_NOT_ACCEPTED"),
            ("a token for another client", TestSession.StepUp(
                town.Provider.Token(hanakoName, challenge, claims => claims["aud"] = "another"), shown), "EVIDENCE_NOT_ACCEPTED"),
            ("a passkey nobody registered", TestSession.Passkey(unknown.Answer(challenge), shown), "EVIDENCE_NOT_ACCEPTED"),
            ("the host's own key as a device", new Evidence { DeviceSignature = new DeviceSignature
            {
                Jws = EvidenceCheck.Sign(town.Host.Self.Key, town.City.Origin, grant, shown.ConsentDigest.Span, DateTimeOffset.UtcNow),
            } }, "EVIDENCE_NOT_ACCEPTED"),
        ];

        foreach (var (what, evidence, reason) in tries)
        {
            (await session.GrantAsync(item, shown, evidence)).Reason.Should().Be(reason, what);
        }

        (await session.CallAsync<ListRequestsResponse>("/pds.v1.ConsentService/ListRequests", new ListRequestsRequest { PageSize = 500 }))
            .Requests.SelectMany(request => request.Items).Single(one => one.GrantId == item.GrantId).State.Should().Be(ConsentState.Requested);
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task A_set_has_one_spelling()
    {
        var session = await HanakoAsync();
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var more = Enumerable.Range(0, 20).Select(_ => ByteString.CopyFrom(RandomSource.Bytes(32))).ToList();
        ByteString Own() => shown.ConsentDigest;
        ByteString[][] wrong =
        [
            [], [Own(), Own()], [ByteString.CopyFrom(new byte[31])], [.. more, Own()],
            [.. new[] { Own(), more[0] }.OrderByDescending(one => Convert.ToHexString(one.Span), StringComparer.Ordinal)],
        ];

        foreach (var digests in wrong)
        {
            var evidence = new Evidence { OidcStepUp = new OidcStepUp { IdToken = town.Provider.Token(hanakoName, TestSession.ChallengeOf(shown)) } };
            evidence.OidcStepUp.Digests.AddRange(digests);

            (await session.GrantAsync(item, shown, evidence)).Reason.Should().Be("INVALID_ARGUMENT");
        }
    }

    [Fact]
    public async Task Stopping_needs_no_evidence_and_the_entry_says_who_carried_it()
    {
        var session = await HanakoAsync();
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var given = (await session.GrantAsync(item, shown, StepUp(hanakoName, shown))).Read<GrantResponse>();

        (await session.AskAsync("/pds.v1.ConsentService/Pause", new PauseRequest
        {
            GrantId = item.GrantId, Etag = given.Consent.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK");
        (await session.AskAsync("/pds.v1.ConsentService/Withdraw", new WithdrawRequest { GrantId = item.GrantId, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("OK");
        var declined = await town.AskAsync(session);
        (await session.AskAsync("/pds.v1.ConsentService/Decline", new DeclineRequest
        {
            GrantId = declined.GrantId, Etag = declined.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK");

        ResidentId.TryParse(hanakoId, out var hanako);
        var entries = await town.EntriesAsync(ChainId.Resident(hanako));
        entries.OfType<ConsentPaused>().Last().ActedBy.Should().Be(town.Host.Self.Id);
        entries.OfType<ConsentWithdrawn>().Last().ActedBy.Should().Be(town.Host.Self.Id);
        entries.OfType<ConsentDeclined>().Last().ActedBy.Should().Be(town.Host.Self.Id);
    }

    [Fact]
    public async Task Resuming_needs_evidence_over_exactly_this_act()
    {
        var session = await HanakoAsync();
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var given = (await session.GrantAsync(item, shown, StepUp(hanakoName, shown))).Read<GrantResponse>();
        var paused = (await session.CallAsync<ConsentActResponse>("/pds.v1.ConsentService/Pause", new PauseRequest
        {
            GrantId = item.GrantId, Etag = given.Consent.Etag, RequestId = Actor.NewRequestId(),
        })).Consent;
        var challenge = await town.Host.StartAsync();
        ResumeRequest With(Evidence? evidence, string? other = null) => new()
        {
            GrantId = item.GrantId, Etag = paused.Etag, RequestId = Actor.NewRequestId(), Evidence = evidence, Challenge = other ?? challenge,
        };

        (await session.AskAsync(Resume, With(null))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        (await session.AskAsync(Resume, With(StepUp(hanakoName, shown)))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "that was for granting");
        (await session.AskAsync(Resume, With(OverResume(town.Taro, paused, challenge)))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "another person");
        (await session.AskAsync(Resume, With(OverResume(hanakoName, given.Consent, challenge)))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "another state");
        var foreign = await town.Other.StartAsync();
        (await session.AskAsync(Resume, With(OverResume(hanakoName, paused, foreign), foreign))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");

        var evidence = OverResume(hanakoName, paused, challenge);
        (await session.AskAsync(Resume, With(evidence))).Reason.Should().Be("OK");
        (await session.AskAsync(Resume, With(evidence))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED", "it was used");

        ResidentId.TryParse(hanakoId, out var hanako);
        (await town.EntriesAsync(ChainId.Resident(hanako))).OfType<ConsentResumed>().Last().EvidenceType.Should().Be("oidc_step_up");
        await StopAsync(session, item.GrantId);
    }

    [Fact]
    public async Task A_device_resumes_with_its_own_signature_and_gives_no_other_evidence()
    {
        var device = await town.City.NewResidentAsync();

        (await device.AskAsync(Resume, new ResumeRequest
        {
            GrantId = GrantId.New().ToString(), Etag = "v1", RequestId = Actor.NewRequestId(), Evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = "x" } },
        })).Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task Her_own_values_are_read_in_her_session_and_in_nobody_elses()
    {
        var session = await HanakoAsync();
        await town.City.Steward.WriteAsync(await session.ReferenceForAsync(town.City.Steward), Story.Dataset, new Dictionary<string, System.Text.Json.Nodes.JsonNode?>
        {
            ["name"] = "見本 花子", ["address"] = "青森県むつ市見本町1丁目2番3号", ["birth_date"] = "1958-03-03", ["sex"] = "女",
        });

        var read = await session.CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest());
        var taros = await (await town.Host.VisitAsync(town.Provider, town.Taro)).CallAsync<ReadRecordsResponse>("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest());

        var record = read.Records.Should().ContainSingle().Subject;
        record.Summary.Source.Should().Be(town.City.Steward.Id);
        record.Values.Single(value => value.Name == "name").ValueJson.Should().Be("\"見本 花子\"");
        taros.Records.Should().BeEmpty();
        (await session.AskAsync("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest { PageSize = 51 })).Reason.Should().Be("INVALID_ARGUMENT");
    }

    private Evidence StepUp(string subject, params Protocol.V1.ConsentDocument[] documents) =>
        TestSession.StepUp(town.Provider.Token(subject, TestSession.ChallengeOf(documents)), documents);

    private Evidence OverResume(string subject, Protocol.V1.Consent consent, string challenge)
    {
        GrantId.TryParse(consent.GrantId, out var grant);
        var set = EvidenceSet.Of([Sha256.Hash(ActDocument.Resume(town.City.Origin, grant, consent.Etag, challenge))]);
        return new Evidence
        {
            OidcStepUp = new OidcStepUp
            {
                Digests = { set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, IdToken = town.Provider.Token(subject, Base64Url.Encode(set.Challenge)),
            },
        };
    }

    private async Task<TestSession> HanakoAsync()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, hanakoName);
        hanakoId = session.Facts.ResidentId;
        return session;
    }

    private static async Task StopAsync(TestSession session, string grant) =>
        (await session.AskAsync("/pds.v1.ConsentService/Withdraw", new WithdrawRequest { GrantId = grant, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
}
