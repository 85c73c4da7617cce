using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pds.Cryptography.Tests.Signing;

public sealed class CompactJwsTests : IDisposable
{
    private const string Typ = "pds-test+jwt";
    private readonly Es256Key key = Es256Key.Create();

    public void Dispose() => key.Dispose();

    [Fact]
    public void Signed_token_is_read_and_verified()
    {
        var token = CompactJws.Sign(key, Typ, new JsonObject { ["name"] = "見本 花子" }, new JsonObject { ["kid"] = "k1", ["jwk"] = key.PublicKey.ToJwk() });

        CompactJws.TryParse(token, Typ, out var jws).Should().BeTrue();

        jws!.Verify(key.PublicKey).Should().BeTrue();
        jws.Payload.GetProperty("name").GetString().Should().Be("見本 花子");
        jws.Kid.Should().Be("k1");
        jws.EmbeddedKey.Should().Be(key.PublicKey);
        jws.CertificateChain.Should().BeEmpty();
        jws.Token.Should().Be(token);
        jws.ToString().Should().Be("ParsedJws");
    }

    [Fact]
    public void Certificate_chain_of_the_header_is_read()
    {
        var token = CompactJws.Sign(key, Typ, new JsonObject(), new JsonObject { ["x5c"] = new JsonArray(Convert.ToBase64String([1, 2, 3])) });

        CompactJws.TryParse(token, Typ, out var jws).Should().BeTrue();

        jws!.CertificateChain.Should().ContainSingle().Which.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Another_key_does_not_verify()
    {
        using var other = Es256Key.Create();
        CompactJws.TryParse(CompactJws.Sign(key, Typ, new JsonObject()), Typ, out var jws).Should().BeTrue();

        jws!.Verify(other.PublicKey).Should().BeFalse();
    }

    [Fact]
    public void Any_changed_character_is_refused()
    {
        var token = CompactJws.Sign(key, Typ, new JsonObject { ["a"] = 1 });

        for (var i = 0; i < token.Length; i++)
        {
            foreach (var c in "A_.=")
            {
                var changed = token[..i] + c + token[(i + 1)..];
                var accepted = changed != token && CompactJws.TryParse(changed, Typ, out var jws) && jws.Verify(key.PublicKey);
                accepted.Should().BeFalse("character {0} became {1}", i, c);
            }
        }
    }

    [Fact]
    public void Stock_library_reads_our_tokens()
    {
        var token = CompactJws.Sign(key, Typ, Claims());

        StockAccepts(token).Should().BeTrue();
    }

    // The facts about the stock handler that made the parser necessary, each refused here.
    [Theory]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","crit":[]}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","crit":["unknown"],"unknown":1}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","b64":false}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","zip":"DEF"}""")]
    [InlineData("""{"alg":"ES256","typ":"other","typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","x":{"a":1,"a":2}}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt"} """ + " {}")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","jku":"https://example.org/keys"}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","unknown":true}""")]
    public void Header_the_stock_handler_lets_through_is_refused(string header)
    {
        var token = Forge(header, Claims().ToJsonString());

        Refused(token).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"ES384","typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"es256","typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":["ES256"],"typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"PDS-TEST+JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"application/pds-test+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":1}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"typ":"pds-test+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","kid":1}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","x5c":"MA=="}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","x5c":[]}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","x5c":["not base64"]}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","x5c":["MA==","MA==","MA==","MA==","MA=="]}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","jwk":{"kty":"EC"}}""")]
    [InlineData("""["alg"]""")]
    [InlineData("null")]
    [InlineData("")]
    public void Odd_header_is_refused(string header) => Refused(Forge(header, "{}")).Should().BeTrue();

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":1}}""")]
    [InlineData("""{"a":1} trailing""")]
    [InlineData("""{"a":1}{"a":2}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""[1]""")]
    [InlineData(""" "text" """)]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"a":"\ud800"}""")]
    public void Odd_payload_is_refused(string payload) =>
        Refused(Forge("""{"alg":"ES256","typ":"pds-test+jwt"}""", payload)).Should().BeTrue();

    [Fact]
    public void Three_spellings_of_one_token_are_one_token()
    {
        var token = CompactJws.Sign(key, Typ, Claims());
        var stray = token[..^1] + (char)(token[^1] + 1);
        string[] others = [token + "=", token + "==", stray, token + " ", " " + token, token + "\n", token.Replace('_', '/') + "/"];

        CompactJws.TryParse(token, Typ, out _).Should().BeTrue();
        others.Should().OnlyContain(t => Refused(t));
    }

    [Fact]
    public void Wrong_number_of_parts_is_refused()
    {
        var token = CompactJws.Sign(key, Typ, Claims());
        string?[] odd = [null, "", ".", "..", "...", token + ".", "." + token, token + ".AA", token[..token.LastIndexOf('.')], token[..(token.LastIndexOf('.') + 1)]];

        odd.Should().OnlyContain(t => Refused(t));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(0)]
    public void Signature_of_another_length_is_refused(int length)
    {
        var token = CompactJws.Sign(key, Typ, Claims());
        var other = token[..(token.LastIndexOf('.') + 1)] + Base64Url.Encode(RandomSource.Bytes(length));

        Refused(other).Should().BeTrue();
    }

    [Fact]
    public void Signature_in_der_is_refused()
    {
        using var native = key.OpenNative();
        var input = Part("""{"alg":"ES256","typ":"pds-test+jwt"}""") + "." + Part("{}");
        var der = native.SignData(
            Encoding.ASCII.GetBytes(input),
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.DSASignatureFormat.Rfc3279DerSequence);

        Refused(input + "." + Base64Url.Encode(der)).Should().BeTrue();
    }

    [Fact]
    public void Zero_signature_does_not_verify()
    {
        var input = Part("""{"alg":"ES256","typ":"pds-test+jwt"}""") + "." + Part("{}");

        Refused(input + "." + Base64Url.Encode(new byte[64])).Should().BeTrue();
    }

    [Fact]
    public void Oversized_token_is_refused()
    {
        var token = CompactJws.Sign(key, Typ, new JsonObject { ["a"] = new string('x', CompactJws.MaxLength) });

        Refused(token).Should().BeTrue();
    }

    [Fact]
    public void Too_deep_payload_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 33)) + "1" + new string('}', 33);

        Refused(Forge("""{"alg":"ES256","typ":"pds-test+jwt"}""", deep)).Should().BeTrue();
    }

    // The reason for the parser in front: if the stock handler starts to refuse these, the comment in CompactJws is out of date.
    [Theory]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","crit":["unknown"],"unknown":1}""")]
    [InlineData("""{"alg":"ES256","typ":"pds-test+jwt","b64":false}""")]
    [InlineData("""{"alg":"ES256","typ":"other","typ":"pds-test+jwt"}""")]
    public void Stock_handler_still_accepts(string header) =>
        StockAccepts(Forge(header, Claims().ToJsonString())).Should().BeTrue();

    private static JsonObject Claims() => new()
    {
        ["iss"] = "i",
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private bool Refused(string? token) => !CompactJws.TryParse(token, Typ, out var jws) || !jws.Verify(key.PublicKey);

    private string Forge(string header, string payload)
    {
        var input = Part(header) + "." + Part(payload);
        return input + "." + Base64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    private static string Part(string text) => Base64Url.Encode(Encoding.UTF8.GetBytes(text));

    private bool StockAccepts(string token)
    {
        using var native = key.OpenNative();
        var parameters = new TokenValidationParameters
        {
            ValidAlgorithms = ["ES256"],
            ValidTypes = [Typ],
            IssuerSigningKey = new ECDsaSecurityKey(native),
            ValidateAudience = false,
            ValidIssuer = "i",
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        return new JsonWebTokenHandler().ValidateTokenAsync(token, parameters).GetAwaiter().GetResult().IsValid;
    }
}
