using Google.Protobuf;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>What a session's secret is worth to whoever has it, and what a host is worth without one.</summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "S3")]
public sealed class SessionBounds(SessionCity town)
{
    private const string List = "/pds.v1.ConsentService/ListConsents";
    private static readonly byte[] Ask = new ListConsentsRequest().ToByteArray();

    [Fact]
    public async Task A_stolen_secret_is_worthless_with_another_hosts_certificate()
    {
        var session = await town.HanakoAsync();

        var thief = town.Other.Open(session.Secret);

        (await thief.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK", "its own host's is as good as before");
    }

    [Fact]
    public async Task A_stolen_secret_is_worthless_without_a_certificate_and_with_one_of_another_role()
    {
        var session = await town.HanakoAsync();
        var device = await town.City.NewResidentAsync();
        string Bent(Actor who) => who.Proof(List, Ask, claims => claims["ath"] = Actor.HashOf(session.Secret))!;

        (await town.City.Anybody.SendAsync(List, Ask, null, 0, ("pds-session", session.Secret))).Reason.Should().Be("CLIENT_CERTIFICATE_REQUIRED");
        (await device.SendAsync(List, Ask, Bent(device), 0, ("pds-session", session.Secret))).Reason.Should().Be("CLIENT_CERTIFICATE_REQUIRED");
        (await town.Hospital.SendAsync(List, Ask, Bent(town.Hospital), 0, ("pds-session", session.Secret))).Reason.Should().Be("PERMISSION_DENIED");
    }

    [Fact]
    public async Task A_proof_names_its_session_and_no_other()
    {
        var (session, another) = (await town.HanakoAsync(), await town.HanakoAsync());
        var host = town.Host.Self;

        (await session.SendAsync(List, Ask, session.Proof(List, Ask, claims => claims.Remove("ath")))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await session.SendAsync(List, Ask, session.Proof(List, Ask, claims => claims["ath"] = Actor.HashOf(another.Secret)))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await host.SendAsync(List, Ask, host.Proof(List, Ask, claims => claims["ath"] = Actor.HashOf(session.Secret)))).Reason.Should().Be("CALL_PROOF_MISMATCHED", "no session came along");
        (await session.SendAsync(List, Ask, session.Proof(List, Ask, claims => claims["ath"] = "short"))).Reason.Should().Be("UNAUTHENTICATED");
        (await session.SendAsync(List, Ask, session.Proof(List, Ask, claims => claims["more"] = 1))).Reason.Should().Be("UNAUTHENTICATED");
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task A_recorded_call_of_a_session_is_good_once()
    {
        var session = await town.HanakoAsync();
        var proof = session.Proof(List, Ask);

        (await session.SendAsync(List, Ask, proof)).Reason.Should().Be("OK");
        (await session.SendAsync(List, Ask, proof)).Reason.Should().Be("CALL_REPLAYED");
    }

    [Fact]
    public async Task Unknown_malformed_ended_and_foreign_sessions_look_alike()
    {
        var ended = await town.HanakoAsync();
        await ended.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest());
        TestSession[] none =
        [
            ended, town.Other.Open((await town.HanakoAsync()).Secret), town.Host.Open(Base64Url.Encode(RandomSource.Bytes(32))), town.Host.Open("x"),
            town.Host.Open(new string('a', 4000)),
        ];

        var answers = new List<Answer>();
        foreach (var session in none)
        {
            answers.Add(await session.AskAsync(List, new ListConsentsRequest()));
        }

        answers.Should().OnlyContain(answer => answer.Reason == "SESSION_NOT_ACCEPTED");
        answers.Select(answer => Convert.ToHexString(answer.WithoutRequestId())).Distinct().Should().ContainSingle();
    }

    [Fact]
    [Trait("Feature", "N26")]
    public async Task After_its_end_a_session_can_do_nothing_and_neither_can_its_host()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, "saburo-5e5e");
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var evidence = TestSession.StepUp(town.Provider.Token("saburo-5e5e", TestSession.ChallengeOf(shown)), shown);

        (await session.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest())).Reason.Should().Be("OK");

        foreach (var method in Pds.Server.Edge.CallMethods.All.Where(method => method.Residents || method.SessionsOnly))
        {
            (await session.SendAsync(method.Path, Calls.Requests.For(method))).Reason.Should().Be("SESSION_NOT_ACCEPTED", method.Path);
        }

        (await session.GrantAsync(item, shown, evidence)).Reason.Should().Be("SESSION_NOT_ACCEPTED", "not even with evidence that was good a moment ago");
        (await town.Host.Self.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("PERMISSION_DENIED");
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_on_every_host_and_nobody_elses()
    {
        var (one, two) = (await town.HanakoAsync(), await town.Other.VisitAsync(town.Provider, town.Hanako));
        var taro = await town.Host.VisitAsync(town.Provider, town.Taro);

        var ended = await one.CallAsync<EndAllSessionsResponse>("/pds.v1.SessionService/EndAllSessions", new EndAllSessionsRequest());

        ended.Sessions.Should().BeGreaterThanOrEqualTo(2);
        (await one.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await two.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await taro.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task One_of_her_other_sessions_can_be_ended_and_a_strangers_cannot()
    {
        var (mine, lost) = (await town.HanakoAsync(), await town.HanakoAsync());
        var taro = await town.Host.VisitAsync(town.Provider, town.Taro);

        (await mine.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest { SessionId = lost.Facts.SessionId })).Reason.Should().Be("OK");
        (await mine.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest { SessionId = taro.Facts.SessionId })).Reason.Should().Be("OK");

        (await lost.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await taro.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK", "a stranger's is ended by doing nothing");
        (await mine.CallAsync<ListSessionsResponse>("/pds.v1.SessionService/ListSessions", new ListSessionsRequest())).Sessions
            .Should().OnlyContain(session => session.ResidentId == town.HanakoId);
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task Of_more_than_twenty_sessions_the_oldest_is_ended()
    {
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure);
        var host = await city.EnrollWebHostAsync();
        var first = await host.FirstVisitAsync(provider, "hanako");
        TestSession last = first;
        for (var at = 0; at < Pds.Server.Sessions.LiveSession.MaxOfOne; at++)
        {
            last = await host.VisitAsync(provider, "hanako");
        }

        (await first.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await last.CallAsync<ListSessionsResponse>("/pds.v1.SessionService/ListSessions", new ListSessionsRequest())).Sessions
            .Should().HaveCount(Pds.Server.Sessions.LiveSession.MaxOfOne);
    }

    [Fact]
    public async Task A_suspended_host_carries_nobody_and_a_re_enrolled_one_no_session_of_its_old_certificate()
    {
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure);
        var host = await city.EnrollWebHostAsync();
        var before = await host.FirstVisitAsync(provider, "hanako");
        var again = new TestWebHost(city, await city.EnrollAsync((await city.Steward.CallAsync<CreateEnrollmentCodeResponse>(
            "/pds.v1.OrganizationService/CreateEnrollmentCode",
            new CreateEnrollmentCodeRequest { OrganizationId = host.Self.Id, RequestId = Actor.NewRequestId() })).EnrollmentCode));

        (await again.Open(before.Secret).AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        var after = await again.VisitAsync(provider, "hanako");
        (await after.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");

        var organization = await city.Steward.CallAsync<Organization>(
            "/pds.v1.OrganizationService/GetOrganization", new GetOrganizationRequest { OrganizationId = host.Self.Id });
        await city.Steward.CallAsync<Organization>("/pds.v1.OrganizationService/SuspendOrganization", new SuspendOrganizationRequest
        {
            OrganizationId = host.Self.Id, ReasonJa = "点検", Etag = organization.Etag, RequestId = Actor.NewRequestId(),
        });
        (await after.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("ORGANIZATION_NOT_IN_GOOD_STANDING");
    }

    [Fact]
    public async Task A_web_host_has_no_other_role()
    {
        var answer = await town.City.Steward.AskAsync("/pds.v1.OrganizationService/RegisterOrganization", new RegisterOrganizationRequest
        {
            NameJa = "何でも屋", Roles = { OrganizationRole.WebHost, OrganizationRole.Recipient }, RequestId = Actor.NewRequestId(),
        });

        answer.Reason.Should().Be("INVALID_ARGUMENT");
    }
}
