using System.Text.Json.Nodes;

namespace Pds.Cryptography.Tests;

public sealed class KeyBindingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly Es256Key holder = Es256Key.Create();
    private readonly string presented = Raw.Sign("""{"a":1}""");
    private readonly CallBinding call = new(CallBinding.NewJti(), Sha256.Hash("request"u8), "/pds.v1.DisclosureService/RequestData");

    public void Dispose() => holder.Dispose();

    [Fact]
    public void Proof_for_a_call_reads_back()
    {
        var sdJwt = Parse(KeyBinding.Append(holder, presented, "pds.example/log", Now.AddMilliseconds(900), call));

        KeyBinding.TryParse(sdJwt.KeyBindingJwt, out var binding).Should().BeTrue();

        binding!.IsSignedBy(holder.PublicKey).Should().BeTrue();
        binding.IsFor(sdJwt).Should().BeTrue();
        binding.Audience.Should().Be("pds.example/log");
        binding.IssuedAt.Should().Be(Now);
        binding.Nonce.Should().Be(call.Jti);
        binding.Call!.Jti.Should().Be(call.Jti);
        binding.Call.Method.Should().Be(call.Method);
        binding.Call.RequestHash.Should().Equal(call.RequestHash);
        sdJwt.WithoutKeyBinding.Should().Be(presented);
    }

    [Fact]
    public void Jti_is_128_random_bits()
    {
        var some = Enumerable.Range(0, 1000).Select(_ => CallBinding.NewJti()).ToList();

        some.Should().OnlyHaveUniqueItems().And.OnlyContain(j => j.Length == 22);
    }

    [Fact]
    public void Proof_by_another_key_is_not_the_holders()
    {
        using var thief = Es256Key.Create();
        var sdJwt = Parse(KeyBinding.Append(thief, presented, "aud", Now, call));

        KeyBinding.TryParse(sdJwt.KeyBindingJwt, out var binding).Should().BeTrue();
        binding!.IsSignedBy(holder.PublicKey).Should().BeFalse();
    }

    [Fact]
    public void Proof_moved_to_another_token_is_not_for_it()
    {
        var mine = Parse(KeyBinding.Append(holder, presented, "aud", Now, call));
        var other = Raw.Sign("""{"a":2}""");

        var moved = Parse(other + mine.KeyBindingJwt);

        KeyBinding.TryParse(moved.KeyBindingJwt, out var binding).Should().BeTrue();
        binding!.IsFor(moved).Should().BeFalse();
    }

    [Fact]
    public void Proof_cannot_be_appended_twice()
    {
        var once = KeyBinding.Append(holder, presented, "aud", Now, call);

        FluentActions.Invoking(() => KeyBinding.Append(holder, once, "aud", Now, call)).Should().Throw<ArgumentException>();
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "aud", "null" },
        { "aud", "\"\"" },
        { "aud", "[\"aud\"]" },
        { "iat", "\"1763859600\"" },
        { "iat", "1763859600.5" },
        { "iat", "1.7e9" },
        { "iat", "-1" },
        { "iat", "0" },
        { "iat", "99999999999" },
        { "iat", "null" },
        { "nonce", "1" },
        { "nonce", "\"AAAAAAAAAAAAAAAAAAAAAA\"" },
        { "jti", "\"AAAAAAAAAAAAAAAAAAAAAA\"" },
        { "jti", "null" },
        { "jti", "\"short\"" },
        { "sd_hash", "\"AAAA\"" },
        { "sd_hash", "null" },
        { "req_hash", "\"AAAA\"" },
        { "req_hash", "null" },
        { "method", "null" },
        { "method", "\"\"" },
        { "exp", "1763859600" },
        { "nbf", "1763859600" },
        { "iss", "\"x\"" },
        { "sub", "\"x\"" },
        { "cnf", "{}" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Claim_of_another_form_or_too_many_is_refused(string name, string json)
    {
        var payload = Payload();
        payload[name] = JsonNode.Parse(json);

        KeyBinding.TryParse(CompactJws.Sign(holder, KeyBinding.Typ, payload), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("iat")]
    [InlineData("nonce")]
    [InlineData("sd_hash")]
    [InlineData("jti")]
    [InlineData("req_hash")]
    [InlineData("method")]
    public void Claim_left_out_is_refused(string name)
    {
        var payload = Payload();
        payload.Remove(name);

        KeyBinding.TryParse(CompactJws.Sign(holder, KeyBinding.Typ, payload), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("jwt")]
    [InlineData("KB+JWT")]
    [InlineData("pds-call+jwt")]
    [InlineData("dc+sd-jwt")]
    public void Proof_of_another_type_is_refused(string typ) =>
        KeyBinding.TryParse(CompactJws.Sign(holder, typ, Payload()), out _).Should().BeFalse();

    [Fact]
    public void Untouched_payload_is_read() =>
        KeyBinding.TryParse(CompactJws.Sign(holder, KeyBinding.Typ, Payload()), out _).Should().BeTrue();

    private static SdJwt Parse(string text) =>
        SdJwt.TryParse(text, Raw.Typ, out var sdJwt) ? sdJwt : throw new InvalidOperationException();

    private JsonObject Payload() => new()
    {
        ["aud"] = "aud",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["nonce"] = call.Jti,
        ["jti"] = call.Jti,
        ["sd_hash"] = Base64Url.Encode(Sha256.Hash("x"u8)),
        ["req_hash"] = Base64Url.Encode(call.RequestHash),
        ["method"] = call.Method,
    };
}
