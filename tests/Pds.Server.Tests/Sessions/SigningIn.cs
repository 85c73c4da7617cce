using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>Who is signed in is for the identity provider to say, and for the server to check: never for the host that carries the token.</summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "X9")]
public sealed class SigningIn(SessionCity town)
{
    [Fact]
    public async Task A_sign_in_makes_a_session_of_the_linked_vault_and_its_secret_opens_it()
    {
        var session = await town.HanakoAsync();

        session.Facts.ResidentId.Should().Be(town.HanakoId);
        var living = await session.CallAsync<ListSessionsResponse>("/pds.v1.SessionService/ListSessions", new ListSessionsRequest());
        living.Sessions.Single(one => one.Current).SessionId.Should().Be(session.Facts.SessionId);
        (await session.AskAsync("/pds.v1.ConsentService/ListRequests", new ListRequestsRequest())).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task Rs256_is_accepted_and_a_weak_rsa_key_is_not()
    {
        var challenge = await town.Host.StartAsync();
        (await town.Host.SignInAsync(challenge, town.Provider.RsaToken(town.Hanako, challenge, bits: 1024))).Reason.Should().Be("IDENTITY_NOT_ACCEPTED");

        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure);
        var host = await city.EnrollWebHostAsync();
        var first = await host.StartAsync();
        var vault = await city.NewVaultAsync();
        (await host.LinkAsync(first, provider.RsaToken("somebody", first), vault.DeviceCode)).Reason.Should().Be("OK");
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task A_challenge_is_good_once()
    {
        var challenge = await town.Host.StartAsync();
        var token = town.Provider.Token(town.Hanako, challenge);
        (await town.Host.SignInAsync(challenge, token)).Reason.Should().Be("OK");

        (await town.Host.SignInAsync(challenge, token)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInAsync(challenge, town.Provider.Token(town.Hanako, challenge))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task Of_parallel_sign_ins_with_one_challenge_one_succeeds()
    {
        var challenge = await town.Host.StartAsync();
        var token = town.Provider.Token(town.Hanako, challenge);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => town.Host.SignInAsync(challenge, token)));

        answers.Count(answer => answer.Reason == "OK").Should().Be(1);
    }

    [Fact]
    public async Task A_challenge_is_its_hosts_own()
    {
        var challenge = await town.Host.StartAsync();

        (await town.Other.SignInAsync(challenge, town.Provider.Token(town.Hanako, challenge))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInAsync("not-a-challenge", "x")).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInAsync(Base64Url.Encode(RandomSource.Bytes(32)), town.Provider.Token(town.Hanako, challenge))).Reason
            .Should().Be("CHALLENGE_NOT_ACCEPTED");
    }

    public static TheoryData<string, Action<JsonObject>> BentClaims => new()
    {
        { "another audience", claims => claims["aud"] = "another-client" },
        { "two audiences", claims => claims["aud"] = new JsonArray("pds-web", "another-client") },
        { "another party", claims => claims["azp"] = "another-client" },
        { "another issuer", claims => claims["iss"] = "https://elsewhere.example" },
        { "another challenge", claims => claims["nonce"] = Base64Url.Encode(RandomSource.Bytes(32)) },
        { "no challenge", claims => claims.Remove("nonce") },
        { "expired", claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() },
        { "expiry as text", claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture) },
        { "no expiry", claims => claims.Remove("exp") },
        { "from the future", claims => claims["iat"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() },
        { "an old sign-in", claims => claims["auth_time"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds() },
        { "no time of the sign-in", claims => claims.Remove("auth_time") },
        { "a fraction of a second", claims => claims["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 0.5 },
        { "no subject", claims => claims.Remove("sub") },
        { "an empty subject", claims => claims["sub"] = "" },
        { "a name", claims => claims["name"] = "見本 花子" },
        { "not yet", claims => claims["nbf"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() },
    };

    [Theory]
    [MemberData(nameof(BentClaims))]
    [Trait("Invariant", "I-18")]
    public async Task A_token_that_says_anything_else_signs_nobody_in(string what, Action<JsonObject> bend)
    {
        var challenge = await town.Host.StartAsync();

        (await town.Host.SignInAsync(challenge, town.Provider.Token(town.Hanako, challenge, bend))).Reason.Should().Be("IDENTITY_NOT_ACCEPTED", what);

        (await town.Host.SignInAsync(challenge, town.Provider.Token(town.Hanako, challenge))).Reason.Should().Be("OK", "the honest one still does");
    }

    public static TheoryData<string, Action<JsonObject>> BentHeaders => new()
    {
        { "alg none", header => header["alg"] = "none" },
        { "an algorithm of shared keys", header => header["alg"] = "HS256" },
        { "the other algorithm", header => header["alg"] = "RS256" },
        { "an unknown key", header => header["kid"] = "nobody" },
        { "a key inside", header => header["jwk"] = Es256Key.Create().PublicKey.ToJwk() },
        { "an address of keys", header => header["jku"] = "https://elsewhere.example/keys" },
        { "crit", header => header["crit"] = new JsonArray("exp") },
        { "another type", header => header["typ"] = "at+jwt" },
        { "unencoded", header => header["b64"] = false },
    };

    [Theory]
    [MemberData(nameof(BentHeaders))]
    [Trait("Invariant", "I-18")]
    public async Task A_token_in_any_other_form_signs_nobody_in(string what, Action<JsonObject> bend)
    {
        var challenge = await town.Host.StartAsync();
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = town.Provider.Kid };
        bend(header);

        (await town.Host.SignInAsync(challenge, town.Provider.Token(town.Provider.Claims(town.Hanako, challenge), header))).Reason
            .Should().Be("IDENTITY_NOT_ACCEPTED", what);
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task A_token_with_a_foreign_signature_an_empty_one_or_bytes_behind_it_signs_nobody_in()
    {
        var challenge = await town.Host.StartAsync();
        var honest = town.Provider.Token(town.Hanako, challenge);
        using var foreign = Es256Key.Create();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = town.Provider.Kid };
        var parts = honest.Split('.');
        string[] tokens =
        [
            town.Provider.Token(town.Provider.Claims(town.Hanako, challenge), header, input => foreign.Sign(input)),
            parts[0] + "." + parts[1] + ".", honest + ".x", honest + "A", " " + honest, parts[0] + "." + parts[1], "x",
        ];

        foreach (var token in tokens)
        {
            (await town.Host.SignInAsync(challenge, token)).Reason.Should().Be("IDENTITY_NOT_ACCEPTED", token);
        }
    }

    [Fact]
    public async Task Nobody_signs_in_with_a_token_and_an_empty_factor_is_none()
    {
        var challenge = await town.Host.StartAsync();

        (await town.Host.SignInAsync(challenge, town.Provider.Token("nobody-yet", challenge))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await town.Host.SignInAsync(challenge, "")).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.Host.SignInAsync(challenge, new string('x', 8193))).Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    public async Task A_first_visit_needs_the_one_time_code_and_leaves_an_entry_that_does_not_name_anybody()
    {
        var vault = await town.City.NewVaultAsync();
        var challenge = await town.Host.StartAsync();
        var token = town.Provider.Token("shiro-44aa", challenge);
        (await town.Host.SignInAsync(challenge, token)).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await town.Host.LinkAsync(challenge, token, "dvc_aaaaaaaaaaaaaaaaaaaaaaaaaa")).Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");

        var answer = (await town.Host.LinkAsync(challenge, token, vault.DeviceCode)).Read<LinkIdentityResponse>();

        answer.Session.ResidentId.Should().Be(vault.ResidentId);
        ResidentId.TryParse(vault.ResidentId, out var resident);
        var linked = (await town.EntriesAsync(ChainId.Resident(resident))).OfType<IdentityLinked>().Single();
        linked.Issuer.Should().Be(town.Provider.Issuer);
        linked.Through.ToString().Should().Be(town.Host.Self.Id);
        System.Text.Encoding.UTF8.GetString(linked.ToBody()).Should().NotContain("shiro-44aa");

        var again = await town.Host.StartAsync();
        (await town.Host.LinkAsync(again, town.Provider.Token("goro-1b2c", again), vault.DeviceCode)).Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED", "it was used");
        var other = await town.City.NewVaultAsync();
        (await town.Host.LinkAsync(again, town.Provider.Token("shiro-44aa", again), other.DeviceCode)).Reason.Should().Be("ALREADY_EXISTS", "one identity, one vault");
    }

    [Fact]
    public async Task A_rotated_key_is_fetched_entered_once_and_the_old_one_does_not_work_on()
    {
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure);
        var host = await city.EnrollWebHostAsync();
        await host.FirstVisitAsync(provider, "hanako");
        await host.VisitAsync(provider, "hanako");
        var before = provider.Reads;
        var challenge = await host.StartAsync();
        provider.Rotate();

        for (var at = 0; at < 20; at++)
        {
            (await host.SignInAsync(challenge, provider.Token("hanako", challenge))).Reason
                .Should().Be("IDENTITY_NOT_ACCEPTED", "keys were read seconds ago, and nobody makes us read them more often");
        }

        (provider.Reads - before).Should().BeLessThanOrEqualTo(1);
        var entered = new List<LedgerEntry>();
        await foreach (var entry in city.Server.Roles.Recorder.ReadChainAsync(ChainId.Operator, -1, 1000, new Reader.Owner(), CancellationToken.None))
        {
            entered.Add(entry.Entry);
        }

        entered.OfType<IdentityProviderKeySeen>().Should().ContainSingle().Which.Issuer.Should().Be(provider.Issuer);
    }

    [Fact]
    [Trait("Invariant", "I-47")]
    public async Task A_provider_that_cannot_be_reached_weakens_nothing()
    {
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure);
        provider.IsUp = false;
        var host = await city.EnrollWebHostAsync();
        var challenge = await host.StartAsync();
        var vault = await city.NewVaultAsync();

        var answer = await host.LinkAsync(challenge, provider.Token("hanako", challenge), vault.DeviceCode);

        answer.Reason.Should().Be("IDENTITY_PROVIDER_UNAVAILABLE");
        answer.Status.Details.Should().Contain(detail => detail.Is(Google.Rpc.RetryInfo.Descriptor));
    }
}
