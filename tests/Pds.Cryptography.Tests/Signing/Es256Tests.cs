using System.Security.Cryptography;
using System.Text.Json;

namespace Pds.Cryptography.Tests.Signing;

public sealed class Es256Tests
{
    // RFC 7515 appendix A.3.1: key, signing input and signature of the ES256 example.
    private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    [Fact]
    public void Signature_of_rfc_7515_appendix_a3_verifies()
    {
        var input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"u8;
        Base64Url.TryDecode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q", out var signature);

        KeyOf(X, Y).Verify(input, signature).Should().BeTrue();
    }

    // RFC 7638 has no EC example; the value was computed by hand from section 3.
    [Fact]
    public void Thumbprint_is_over_the_required_members_in_order() =>
        KeyOf(X, Y).Jkt.Should().Be(Base64Url.Encode(Sha256.Hash(
            System.Text.Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}"""))));

    [Fact]
    public void Signature_is_64_bytes_and_verifies()
    {
        using var key = Es256Key.Create();

        var signature = key.Sign("data"u8);

        signature.Should().HaveCount(64);
        key.PublicKey.Verify("data"u8, signature).Should().BeTrue();
        key.PublicKey.Verify("other"u8, signature).Should().BeFalse();
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_of_a_signature_is_refused()
    {
        using var key = Es256Key.Create();
        var signature = key.Sign("data"u8);

        Damage.Of(signature).Any(bad => key.PublicKey.Verify("data"u8, bad)).Should().BeFalse();
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Signature_of_equal_bytes_is_refused(byte value)
    {
        using var key = Es256Key.Create();

        key.PublicKey.Verify("data"u8, Enumerable.Repeat(value, 64).ToArray()).Should().BeFalse();
    }

    [Fact]
    public void Key_survives_export_and_import()
    {
        using var key = Es256Key.Create();
        using var pkcs8 = key.Export();

        using var again = Es256Key.Import(pkcs8.Span);

        again.PublicKey.Should().Be(key.PublicKey);
        key.PublicKey.Verify("x"u8, again.Sign("x"u8)).Should().BeTrue();
    }

    [Fact]
    public void Key_of_another_curve_is_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        FluentActions.Invoking(() => Es256Key.Import(p384.ExportPkcs8PrivateKey())).Should().Throw<CryptographicException>();
        Es256PublicKey.TryFromSubjectPublicKeyInfo(p384.ExportSubjectPublicKeyInfo(), out _).Should().BeFalse();
    }

    [Fact]
    public void Disposed_key_does_not_sign()
    {
        var key = Es256Key.Create();
        key.Dispose();

        key.Invoking(k => k.Sign("x"u8)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Subject_public_key_info_round_trips_and_nothing_may_follow_it()
    {
        var key = KeyOf(X, Y);

        using var native = ECDsa.Create();
        native.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _);

        key.SubjectPublicKeyInfo.Should().HaveCount(91).And.Equal(native.ExportSubjectPublicKeyInfo());
        Es256PublicKey.TryFromSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out var again).Should().BeTrue();
        again.Should().Be(key);
        Es256PublicKey.TryFromSubjectPublicKeyInfo([.. key.SubjectPublicKeyInfo, 0], out _).Should().BeFalse();
        Es256PublicKey.TryFromSubjectPublicKeyInfo([], out _).Should().BeFalse();
    }

    [Fact]
    public void Equal_keys_are_equal_values()
    {
        var one = KeyOf(X, Y);
        using var other = Es256Key.Create();

        one.Should().Be(KeyOf(X, Y));
        one.GetHashCode().Should().Be(KeyOf(X, Y).GetHashCode());
        one.Should().NotBe(other.PublicKey);
    }

    [Theory]
    [InlineData("""{"kty":"RSA","crv":"P-256","x":"X","y":"Y"}""")]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"X","y":"Y"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X=","y":"Y"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"Y","y":"X"}""")] // not on the curve
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","d":"AA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","alg":"ES384"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","use":"enc"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":1,"y":2}""")]
    [InlineData("""[]""")]
    [InlineData(""" "EC" """)]
    public void Odd_jwk_is_refused(string jwk) =>
        Es256PublicKey.TryFromJwk(Jwk(jwk), out _).Should().BeFalse();

    [Fact]
    public void Jwk_round_trips()
    {
        Es256PublicKey.TryFromJwk(Jwk("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","kid":"1","use":"sig","alg":"ES256"}"""), out var key).Should().BeTrue();

        key!.ToJwk().ToJsonString().Should().Be($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}"}""");
    }

    [Fact]
    public void Cache_of_public_keys_stays_bounded_and_right()
    {
        for (var i = 0; i < 300; i++)
        {
            using var key = Es256Key.Create();
            var jwk = JsonDocument.Parse(key.PublicKey.ToJwk().ToJsonString()).RootElement;

            Es256PublicKey.TryFromJwk(jwk, out var again).Should().BeTrue();
            again.Should().Be(key.PublicKey);
        }
    }

    private static JsonElement Jwk(string text) =>
        JsonDocument.Parse(text.Replace("\"X", "\"" + X, StringComparison.Ordinal).Replace("\"Y", "\"" + Y, StringComparison.Ordinal)).RootElement;

    private static Es256PublicKey KeyOf(string x, string y)
    {
        var jwk = JsonDocument.Parse($$"""{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}"}""").RootElement;
        return Es256PublicKey.TryFromJwk(jwk, out var key) ? key : throw new InvalidOperationException();
    }
}
