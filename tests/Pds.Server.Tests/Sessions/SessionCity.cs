using Pds.Ledger;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>A city with an identity provider, a web host, another web host, and two residents who have been there once.</summary>
public sealed class SessionCity : IAsyncLifetime
{
    public City City { get; private set; } = null!;

    public TestIdentityProvider Provider { get; private set; } = null!;

    public TestWebHost Host { get; private set; } = null!;

    public TestWebHost Other { get; private set; } = null!;

    public TestOrganization Hospital { get; private set; } = null!;

    /// <summary>花子, by the name the provider gives her.</summary>
    public string Hanako => "hanako-7f3a";

    /// <summary>Her vault.</summary>
    public string HanakoId { get; private set; } = "";

    /// <summary>太郎, linked too.</summary>
    public string Taro => "taro-91c0";

    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync();
        City = await City.StartAsync(Provider.Configure);
        Host = await City.EnrollWebHostAsync();
        Other = await City.NewWebHostAsync();
        Hospital = await City.EnrollNamedAsync("むつ総合病院");
        HanakoId = (await Host.FirstVisitAsync(Provider, Hanako)).Facts.ResidentId;
        await Host.FirstVisitAsync(Provider, Taro);
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>花子 in a fresh session.</summary>
    public Task<TestSession> HanakoAsync() => Host.VisitAsync(Provider, Hanako);

    /// <summary>An item the hospital asks of the resident of a session.</summary>
    public async Task<Protocol.V1.Consent> AskAsync(TestSession session, string purpose = "hospital-registration@1") =>
        await Hospital.AskConsentAsync(await session.ReferenceForAsync(Hospital), purpose);

    /// <summary>The kinds of entries of a chain, in order.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(ChainId chain)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in City.Server.Roles.Recorder.ReadChainAsync(chain, -1, 1000, new Reader.Owner(), CancellationToken.None))
        {
            entries.Add(entry.Entry);
        }

        return entries;
    }
}

[CollectionDefinition(nameof(SessionCity))]
public sealed class SessionCollection : ICollectionFixture<SessionCity>;
