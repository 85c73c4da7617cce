using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>Data that a dataset marks as sensitive asks for a will that is minutes old. A document may be read for half an hour; that is too long for it.</summary>
[Trait("Feature", "S5")]
public sealed class StepUpFacts : IAsyncLifetime
{
    private const string Health = "hospital-history@1";
    private const string Desk = "hospital-registration@1";
    private readonly ShiftedTime time = new();
    private TestIdentityProvider provider = null!;
    private City city = null!;
    private TestWebHost host = null!;
    private TestOrganization hospital = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(time);
        city = await City.StartAsync(provider.Configure, wall: time);
        host = await city.EnrollWebHostAsync();
        host.Self.Clock = time;
        hospital = await city.EnrollNamedAsync("むつ総合病院");
        hospital.Clock = time;
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_in_of_ten_minutes_ago_is_too_old_for_sensitive_data_and_good_for_other_data()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        var (health, desk) = (await AskAsync(session, Health), await AskAsync(session, Desk));
        var (shownHealth, shownDesk) = (await session.ShowAsync(health), await session.ShowAsync(desk));
        var lasting = provider.Token("hanako", TestSession.ChallengeOf(shownHealth, shownDesk), claims => claims["exp"] = (long)claims["exp"]! + 3600);
        var evidence = TestSession.StepUp(lasting, shownHealth, shownDesk);

        time.Shift += TimeSpan.FromMinutes(10);

        (await session.GrantAsync(health, shownHealth, evidence)).Reason.Should().Be("STEP_UP_REQUIRED");
        (await session.GrantAsync(desk, shownDesk, evidence)).Reason.Should().Be("OK");
        var now = TestSession.StepUp(provider.Token("hanako", TestSession.ChallengeOf(shownHealth)), shownHealth);
        (await session.GrantAsync(health, shownHealth, now)).Reason.Should().Be("OK", "the refusal lost nothing");
    }

    [Fact]
    public async Task A_passkey_whose_owner_is_verified_is_strong_by_itself()
    {
        var session = await host.FirstVisitAsync(provider, "hanako");
        using var passkey = new TestPasskey();
        var challenge = await host.StartAsync();
        (await session.AskAsync("/pds.v1.SessionService/RegisterPasskey", session.Registration(passkey, challenge, provider, "hanako"))).Reason.Should().Be("OK");
        var health = await AskAsync(session, Health);
        var shown = await session.ShowAsync(health);

        (await session.GrantAsync(health, shown, TestSession.Passkey(passkey.Answer(TestSession.ChallengeOf(shown)), shown))).Reason.Should().Be("OK");
    }

    private async Task<Protocol.V1.Consent> AskAsync(TestSession session, string purpose) =>
        await hospital.AskConsentAsync(await session.ReferenceForAsync(hospital), purpose);
}
