using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pds.Cryptography;
using Pds.Server;

namespace Pds.TestCity;

/// <summary>
/// An identity provider that publishes its keys over real HTTP on loopback and really signs ID tokens, honest or bent. It knows no passwords:
/// whoever a test names has signed in.
/// </summary>
public sealed class TestIdentityProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, JsonObject> published = new();
    private Es256Key key = Es256Key.Create();
    private int reads;

    private TestIdentityProvider(WebApplication app) => this.app = app;

    /// <summary>The client that tokens are for.</summary>
    public const string ClientId = "pds-web";

    /// <summary>The clock of its tokens.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Its <c>iss</c>.</summary>
    public string Issuer => app.Urls.First();

    /// <summary>Where its keys are.</summary>
    public string KeysAddress => Issuer + "/keys";

    /// <summary>The name of the key it signs with.</summary>
    public string Kid { get; private set; } = "";

    /// <summary>How often its keys were read.</summary>
    public int Reads => reads;

    /// <summary>Whether it answers; one that does not says 503.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>Starts one.</summary>
    public static async Task<TestIdentityProvider> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new TestIdentityProvider(app) { Clock = clock ?? TimeProvider.System };
        app.MapGet("/keys", provider.Keys);
        await app.StartAsync();
        provider.Rotate();
        return provider;
    }

    /// <summary>Tells a server to believe this provider, and passkeys from the page of the tests.</summary>
    public void Configure(ServerOptions options)
    {
        (options.IdentityIssuer, options.IdentityKeys, options.IdentityClientId) = (Issuer, KeysAddress, ClientId);
        (options.PasskeyRpId, options.PasskeyOrigins) = (TestPasskey.RpId, [TestPasskey.Origin]);
    }

    /// <summary>Signs with a fresh key from now on; the old one is taken back.</summary>
    public void Rotate()
    {
        key = Es256Key.Create();
        Kid = key.PublicKey.Jkt[..12];
        published.Clear();
        var jwk = key.PublicKey.ToJwk();
        (jwk["kid"], jwk["use"], jwk["alg"]) = (Kid, "sig", "ES256");
        published[Kid] = jwk;
    }

    /// <summary>The claims of an honest token: somebody signed in just now for this nonce.</summary>
    public JsonObject Claims(string subject, string nonce)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = subject, ["aud"] = ClientId, ["exp"] = now + 300, ["iat"] = now, ["auth_time"] = now, ["nonce"] = nonce,
        };
    }

    /// <summary>A token, honest or with claims bent.</summary>
    public string Token(string subject, string nonce, Action<JsonObject>? bend = null)
    {
        var claims = Claims(subject, nonce);
        bend?.Invoke(claims);
        return Sign(claims, new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = Kid }, input => key.Sign(input));
    }

    /// <summary>A token with any header, signed with the provider's key unless told otherwise.</summary>
    public string Token(JsonObject claims, JsonObject header, Func<byte[], byte[]>? sign = null) => Sign(claims, header, sign ?? (input => key.Sign(input)));

    /// <summary>A token signed with a fresh RSA key that is published beside the other.</summary>
    public string RsaToken(string subject, string nonce, int bits = 2048, bool publish = true)
    {
        using var rsa = RSA.Create(bits);
        var parameters = rsa.ExportParameters(false);
        const string Name = "rsa-key";
        if (publish)
        {
            published[Name] = new JsonObject
            {
                ["kty"] = "RSA", ["kid"] = Name, ["use"] = "sig", ["n"] = Base64Url.Encode(parameters.Modulus), ["e"] = Base64Url.Encode(parameters.Exponent),
            };
        }

        return Sign(
            Claims(subject, nonce), new JsonObject { ["alg"] = "RS256", ["kid"] = Name },
            input => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Dispose();
    }

    private static string Sign(JsonObject claims, JsonObject header, Func<byte[], byte[]> sign)
    {
        var input = Base64Url.Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Base64Url.Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return input + "." + Base64Url.Encode(sign(Encoding.ASCII.GetBytes(input)));
    }

    private IResult Keys()
    {
        Interlocked.Increment(ref reads);
        return IsUp
            ? Results.Text(new JsonObject { ["keys"] = new JsonArray([.. published.Values.Select(jwk => jwk.DeepClone())]) }.ToJsonString(), "application/json")
            : Results.StatusCode(503);
    }
}
