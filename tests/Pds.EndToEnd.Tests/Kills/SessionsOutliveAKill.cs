using System.Text.Json.Nodes;
using Pds.Client;
using Pds.Cryptography;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// A first run of server and pages on one machine, as its two commands make it: the web host enrols with the code in the data folder, and the
/// server reads the development provider's keys from the file beside it. Then the server is killed.
/// </summary>
public sealed class SessionsOutliveAKill
{
    private const string Issuer = "https://localhost:7445/";

    [Fact]
    [Trait("Feature", "S3")]
    [Trait("Invariant", "I-07")]
    public async Task A_session_lives_on_after_SIGKILL_and_an_ended_one_does_not()
    {
        await using var city = await RunningCity.OpenAsync();
        using var provider = Es256Key.Create();
        await ShowKeysAsync(city, provider);
        using var host = await WebHost.OpenOrEnrollAsync(
            new PdsClientOptions
            {
                Address = city.Server.Address,
                CityCaFile = city.Server.CityCaFile,
                IdentityFolder = Path.Combine(city.Scratch, "web-host"),
                Passphrase = "correct horse battery",
            },
            () => File.ReadAllText(Path.Combine(city.Data, "web-host-code")).Trim());
        var vault = await city.City.Steward.Steward.CreateResidentAsync();
        var first = (await host.StartSignInAsync()).Challenge;
        var kept = await host.LinkIdentityAsync(vault.DeviceCode, Token(provider, first), first);
        var second = (await host.StartSignInAsync()).Challenge;
        var ended = await host.SignInAsync(second, Token(provider, second));
        await ended.EndAsync();

        await city.KillAsync();
        await city.StartAsync();

        (await kept.ListSessionsAsync()).Should().ContainSingle().Which.ResidentId.Should().Be(vault.ResidentId);
        var act = () => ended.ListSessionsAsync();
        (await act.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    private static Task ShowKeysAsync(RunningCity city, Es256Key provider)
    {
        var jwk = provider.PublicKey.ToJwk();
        jwk["kid"] = "dev";
        return File.WriteAllTextAsync(
            Path.Combine(city.Data, "dev-identity-keys.json"), new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
    }

    private static string Token(Es256Key provider, string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = "hanako", ["aud"] = "pds-web", ["iat"] = now, ["auth_time"] = now, ["exp"] = now + 300, ["nonce"] = nonce,
        };
        return CompactJws.Sign(provider, "JWT", claims, new JsonObject { ["kid"] = "dev" });
    }
}
