using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography.Tests.Signing;

/// <summary>Keys and tokens of an identity provider: two algorithms, one spelling each.</summary>
public sealed class ProviderKeyTests
{
    // RFC 7638 section 3.1: the RSA example and its thumbprint.
    private const string Modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    [Fact]
    public void Thumbprint_of_rfc_7638_section_3_1_holds()
    {
        ProviderKey.TryFromJwk(Parse($$"""{"kty":"RSA","n":"{{Modulus}}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"""), out var key).Should().BeTrue();

        key!.Jkt.Should().Be("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        key.Algorithm.Should().Be("RS256");
        key.Kid.Should().Be("2011-04-29");
    }

    [Theory]
    [InlineData("""{"kty":"RSA","n":"$N","e":"Aw"}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","alg":"RS512"}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","alg":"PS256"}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","use":"enc"}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","d":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"$N=","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","kid":""}""")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","kid":7}""")]
    [InlineData("""{"kty":"oct","k":"AQAB"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AQAB"}""")]
    [InlineData("[]")]
    public void A_key_of_another_kind_size_or_use_is_none(string jwk) =>
        ProviderKey.TryFromJwk(Parse(jwk.Replace("$N", Modulus, StringComparison.Ordinal)), out _).Should().BeFalse();

    [Fact]
    [Trait("Invariant", "I-18")]
    public void Every_flipped_character_of_a_token_makes_it_unreadable_or_unsigned()
    {
        using var rsa = RSA.Create(2048);
        using var ec = Es256Key.Create();
        var parameters = rsa.ExportParameters(false);
        ProviderKey.TryFromJwk(
            Parse($$"""{"kty":"RSA","n":"{{Base64Url.Encode(parameters.Modulus)}}","e":"AQAB"}"""), out var rsaKey).Should().BeTrue();
        ProviderKey.TryFromJwk(Parse(ec.PublicKey.ToJwk().ToJsonString()), out var ecKey).Should().BeTrue();
        (string Token, ProviderKey Key, ProviderKey Other)[] tokens =
        [
            (Sign("RS256", input => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), rsaKey!, ecKey!),
            (Sign("ES256", input => ec.Sign(input)), ecKey!, rsaKey!),
        ];

        foreach (var (token, key, other) in tokens)
        {
            ProviderJws.TryParse(token, out var honest).Should().BeTrue();
            honest!.Verify(key).Should().BeTrue();
            honest.Verify(other).Should().BeFalse("a key is good for its own algorithm");
            for (var at = 0; at < token.Length; at++)
            {
                var flipped = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
                (ProviderJws.TryParse(flipped, out var bent) && bent.Verify(key)).Should().BeFalse("{0}", at);
            }
        }
    }

    [Fact]
    public void A_signature_in_der_verifies_in_der_alone()
    {
        using var key = Es256Key.Create();
        using var native = ECDsa.Create();
        using var secret = key.Export();
        native.ImportPkcs8PrivateKey(secret.Span, out _);
        var der = native.SignData("data"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        key.PublicKey.VerifyDer("data"u8, der).Should().BeTrue();
        key.PublicKey.VerifyDer("other"u8, der).Should().BeFalse();
        key.PublicKey.VerifyDer("data"u8, key.Sign("data"u8)).Should().BeFalse();
        key.PublicKey.VerifyDer("data"u8, []).Should().BeFalse();
        key.PublicKey.VerifyDer("data"u8, [.. der, 0]).Should().BeFalse();
        for (var bit = 0; bit < der.Length * 8; bit++)
        {
            var flipped = der.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            key.PublicKey.VerifyDer("data"u8, flipped).Should().BeFalse("bit {0}", bit);
        }
    }

    private static string Sign(string algorithm, Func<byte[], byte[]> sign)
    {
        var input = Base64Url.Encode(Encoding.UTF8.GetBytes(new JsonObject { ["alg"] = algorithm, ["kid"] = "k" }.ToJsonString()))
            + "." + Base64Url.Encode("""{"sub":"somebody"}"""u8);
        return input + "." + Base64Url.Encode(sign(Encoding.ASCII.GetBytes(input)));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
