using System.Diagnostics;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Pds.Server.Tests;

/// <summary>One city with one story for the tests that leave it as they found it.</summary>
public sealed class CityFixture : IAsyncLifetime
{
    private const string VisitorName = "visitor";
    private const string ClerkName = "clerk of the fixture";

    public City City { get; private set; } = null!;

    public Story Story { get; private set; } = null!;

    public TestOrganization Water { get; private set; } = null!;

    public TestOrganization Reviewer { get; private set; } = null!;

    public TestOrganization Auditor { get; private set; } = null!;

    public TestResident Taro { get; private set; } = null!;

    public TestIdentityProvider Provider { get; private set; } = null!;

    public TestWebHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync();
        City = await City.StartAsync(Provider.Configure);
        Story = await Story.PlayAsync(City);
        Water = await City.EnrollNamedAsync("しもきた水道");
        Reviewer = await City.EnrollNamedAsync("むつ市 データ利用審査会");
        Auditor = await City.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        Taro = await City.NewResidentAsync();
        Host = await City.EnrollWebHostAsync();
        await Host.FirstVisitAsync(Provider, VisitorName);
        await Host.FirstStaffAsync(Provider, ClerkName, City.Steward.Id, Protocol.V1.StaffRole.Counter);
        await EnterRefusalsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>A resident in a fresh session through the web host; she has a vault of her own and is not part of the story.</summary>
    public Task<TestSession> VisitAsync() => Host.VisitAsync(Provider, VisitorName);

    /// <summary>A clerk of the counter in a fresh session through the web host.</summary>
    public async Task<TestStaff> ClerkAsync()
    {
        var challenge = await Host.StartStaffAsync();
        return Host.Open((await Host.SignInStaffAsync(challenge, Provider.Token(ClerkName, challenge))).Read<CreateStaffSessionResponse>());
    }

    /// <summary>Waits until nothing was appended for a while: entries behind answers are in.</summary>
    public async Task QuietAsync()
    {
        for (var (size, still) = (-1L, 0); still < 5; await Task.Delay(40))
        {
            (size, still) = City.Server.Roles.Recorder.Latest.Size is var now && now == size ? (size, still + 1) : (now, 0);
        }
    }

    // The first refusal of each kind before rule 4 is entered behind its answer, and for an hour after that only counted. Made here, none can
    // arrive while a later test measures that the log did not grow.
    private async Task EnterRefusalsAsync()
    {
        foreach (var recipient in new[] { Water, Story.Hospital })
        {
            await recipient.RequestDataAsync(new RequestDataRequest { Presentation = "x" });
            await recipient.AskAsync(
                "/pds.v1.DisclosureService/RequestDataBatch",
                new RequestDataBatchRequest { Items = { new RequestDataRequest { Presentation = "x" } } });
        }

        await Water.RequestDataAsync(await Story.PrepareAsync("name"));
        ResidentId.TryParse(Story.Hanako.ResidentId, out var hanako);
        await EnteredAsync<CallRefused>(ChainId.Operator, 4);
        await EnteredAsync<DisclosureRefused>(ChainId.Resident(hanako), 1);
    }

    private async Task EnteredAsync<T>(ChainId chain, int count)
        where T : LedgerEntry
    {
        for (var patience = Stopwatch.StartNew(); await CountAsync<T>(chain) < count; await Task.Delay(20))
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), "refusals are entered behind their answers");
        }
    }

    private async Task<int> CountAsync<T>(ChainId chain)
        where T : LedgerEntry
    {
        var count = 0;
        await foreach (var entry in City.Server.Roles.Recorder.ReadChainAsync(chain, -1, 1000, new Reader.Owner(), CancellationToken.None))
        {
            count += entry.Entry is T ? 1 : 0;
        }

        return count;
    }
}

[CollectionDefinition(nameof(CityFixture))]
public sealed class CityCollection : ICollectionFixture<CityFixture>;
