using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Browser;

/// <summary>One city and one Chromium for the browser tests, which run one after the other: they are heavy.</summary>
public sealed class BrowserCity : IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Name = "browser";

    internal WebCity World { get; private set; } = null!;

    internal Chromium Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Chromium.IsHere, "Chromium is not installed (Debian: chromium, fonts-noto-cjk).");
        World = await WebCity.StartAsync();
        Chromium = await Browser.Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
            await World.DisposeAsync();
        }
    }
}

/// <summary>The collection.</summary>
[CollectionDefinition(BrowserCity.Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserCity>;
