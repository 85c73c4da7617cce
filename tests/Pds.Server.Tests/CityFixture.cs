using Pds.TestCity;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Pds.Server.Tests;

/// <summary>One city with one story for the tests that leave it as they found it.</summary>
public sealed class CityFixture : IAsyncLifetime
{
    public City City { get; private set; } = null!;

    public Story Story { get; private set; } = null!;

    public TestOrganization Water { get; private set; } = null!;

    public TestOrganization Reviewer { get; private set; } = null!;

    public TestResident Taro { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        City = await City.StartAsync();
        Story = await Story.PlayAsync(City);
        Water = await City.EnrollNamedAsync("しもきた水道");
        Reviewer = await City.EnrollNamedAsync("むつ市 データ利用審査会");
        Taro = await City.NewResidentAsync();
    }

    public ValueTask DisposeAsync() => City.DisposeAsync();
}

[CollectionDefinition(nameof(CityFixture))]
public sealed class CityCollection : ICollectionFixture<CityFixture>;
