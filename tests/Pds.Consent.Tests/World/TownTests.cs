namespace Pds.Consent.Tests;

/// <summary>A test class with a town of its own for each test.</summary>
public abstract class TownTests : IAsyncLifetime
{
    private Town? town;

    private protected Town Town => town!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => town = await Tests.Town.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (town is not null)
        {
            await town.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected static AskedItem Item(string purpose) => new() { Purpose = Samples.PurposeId(purpose) };

    /// <summary>The catalogue's purpose as its own second version, not yet proposed.</summary>
    private protected static Purpose NextVersion(string purpose)
    {
        var before = Samples.Purpose(purpose);
        return PurposeVersion.TryCreate(before.Id.Code, before.Id.Version + 1, out var id) ? before with { Id = id } : throw new ArgumentException(purpose);
    }
}
