using Google.Protobuf;
using Pds.Protocol.V1;
using Pds.Server.Sessions;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>How long a session lives. One clock for server, provider and proofs; it only goes forward, as a server asks of its clock.</summary>
[Trait("Feature", "S3")]
public sealed class SessionTimes : IAsyncLifetime
{
    private const string List = "/pds.v1.ConsentService/ListConsents";
    private readonly ShiftedTime time = new();
    private TestIdentityProvider provider = null!;
    private City city = null!;
    private TestWebHost host = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(time);
        city = await City.StartAsync(provider.Configure, wall: time);
        host = await city.EnrollWebHostAsync();
        host.Self.Clock = time;
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task It_lives_twenty_minutes_without_use_and_each_use_gives_it_twenty_more()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");

        time.Shift += TimeSpan.FromMinutes(19);
        (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
        time.Shift += TimeSpan.FromMinutes(19);
        (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
        time.Shift += LiveSession.Idle;
        (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await session.AskAsync("/pds.v1.ConsentService/Withdraw", new WithdrawRequest
        {
            GrantId = Pds.Ledger.GrantId.New().ToString(), RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task Reading_without_a_proof_is_a_use_too_and_gives_no_more_than_any_other()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        for (var times = 0; times < 3; times++)
        {
            time.Shift += TimeSpan.FromMinutes(19);
            (await session.SendAsync(List, [], null)).Reason.Should().Be("OK");
        }

        time.Shift += LiveSession.Idle;
        (await session.SendAsync(List, [], null)).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task Following_her_history_is_a_use_too()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        var ask = new ListNewEntriesRequest { Histories = { new FollowedHistory { SessionSecret = session.Secret } } }.ToByteArray();
        async Task<bool> LivesAsync() => (await host.Self.SendAsync("/pds.v1.LedgerService/ListNewEntries", ask, null)).Read<ListNewEntriesResponse>().News[0].Lives;
        for (var times = 0; times < 3; times++)
        {
            time.Shift += TimeSpan.FromMinutes(19);
            (await LivesAsync()).Should().BeTrue();
        }

        time.Shift += LiveSession.Idle;
        (await LivesAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task However_it_is_used_it_ends_after_twelve_hours()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        for (var at = TimeSpan.FromMinutes(15); at < LiveSession.Longest; at += TimeSpan.FromMinutes(15))
        {
            time.Shift += TimeSpan.FromMinutes(15);
            (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK", "{0}", at);
        }

        time.Shift += TimeSpan.FromMinutes(15);
        (await session.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_challenge_ends_after_ten_minutes_for_signing_in_and_for_registering()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        var challenge = await host.StartAsync();
        using var passkey = new TestPasskey();
        var register = session.Registration(passkey, challenge, provider, "hanako");

        time.Shift += TimeSpan.FromMinutes(10);
        (await session.AskAsync("/pds.v1.SessionService/RegisterPasskey", register)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await host.SignInAsync(challenge, provider.Token("hanako", challenge))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_rotated_key_works_when_keys_may_be_read_again_and_a_key_taken_back_does_not_outlive_the_hour()
    {
        await host.FirstVisitAsync(provider, "hanako");
        provider.Rotate();
        time.Shift += Pds.Server.Identity.ProviderKeys.MinInterval;

        (await host.VisitAsync(provider, "hanako")).Facts.Should().NotBeNull();

        provider.IsUp = false;
        time.Shift += Pds.Server.Identity.ProviderKeys.MaxAge;
        var challenge = await host.StartAsync();
        (await host.SignInAsync(challenge, provider.Token("hanako", challenge))).Reason.Should().Be("IDENTITY_PROVIDER_UNAVAILABLE");
    }

    [Fact]
    [Trait("Invariant", "I-08")]
    public async Task A_session_outlives_its_server()
    {
        var folder = Directory.CreateTempSubdirectory("pds-session-").FullName;
        try
        {
            TestWebHost host;
            TestSession session;
            await using (var first = await City.StartAsync(options => { provider.Configure(options); options.Data = folder; }))
            {
                host = await first.EnrollWebHostAsync();
                session = await host.FirstVisitAsync(provider, "hanako");
            }

            await using var second = await City.StartAsync(options => { provider.Configure(options); options.Data = folder; }, enrolSteward: false);

            using var again = new TestSession(second, host.Self, session.Secret, null);
            (await again.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
