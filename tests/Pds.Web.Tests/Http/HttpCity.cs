using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>One city for the facts over HTTP, without a browser.</summary>
public sealed class HttpCity : IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Name = "http";

    internal WebCity World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await WebCity.StartAsync();

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

/// <summary>The collection.</summary>
[CollectionDefinition(HttpCity.Name)]
public sealed class HttpCollection : ICollectionFixture<HttpCity>;
