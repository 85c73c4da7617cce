using System.Text;
using System.Text.Json;

namespace Pds.Cryptography.Tests.Sealing;

public sealed class HpkeTests
{
    private static readonly byte[] Info = Encoding.UTF8.GetBytes("info");
    private static readonly byte[] Aad = Encoding.UTF8.GetBytes("aad");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Sealed_message_opens(int length)
    {
        using var key = HpkePrivateKey.Create();
        var plaintext = RandomSource.Bytes(length);

        var message = key.PublicKey.Seal(Info, Aad, plaintext);

        message.Length.Should().Be(length + HpkePublicKey.Overhead);
        key.TryOpen(Info, Aad, message, out var opened).Should().BeTrue();
        opened.Should().Equal(plaintext);
        key.TryOpenSecret(Info, Aad, message, out var secret).Should().BeTrue();
        secret!.Span.SequenceEqual(plaintext).Should().BeTrue();
        secret.Dispose();
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_refused()
    {
        using var key = HpkePrivateKey.Create();
        var message = key.PublicKey.Seal(Info, Aad, "x"u8);

        // X25519 ignores the highest bit of a point, but enc as sent is bound into the key, so that bit counts too.
        foreach (var bad in Damage.Of(message))
        {
            key.TryOpen(Info, Aad, bad, out _).Should().BeFalse();
            key.TryOpenSecret(Info, Aad, bad, out _).Should().BeFalse();
        }
    }

    [Fact]
    [Trait("Invariant", "I-31")]
    public void Message_opens_only_with_its_info_and_aad()
    {
        using var key = HpkePrivateKey.Create();
        var message = key.PublicKey.Seal(Info, Aad, "x"u8);

        key.TryOpen(Aad, Aad, message, out _).Should().BeFalse();
        key.TryOpen(Info, Info, message, out _).Should().BeFalse();
        key.TryOpen(Info, [], message, out _).Should().BeFalse();
        key.TryOpen([], Aad, message, out _).Should().BeFalse();
    }

    [Fact]
    public void Message_to_one_recipient_does_not_open_for_another()
    {
        using var key = HpkePrivateKey.Create();
        using var other = HpkePrivateKey.Create();

        other.TryOpen(Info, Aad, key.PublicKey.Seal(Info, Aad, "x"u8), out _).Should().BeFalse();
    }

    [Fact]
    public void Message_with_a_small_order_encapsulation_is_refused()
    {
        using var key = HpkePrivateKey.Create();
        var message = key.PublicKey.Seal(Info, Aad, "x"u8);
        message.AsSpan(0, 32).Clear();

        key.TryOpen(Info, Aad, message, out _).Should().BeFalse();
    }

    [Fact]
    public void Key_survives_export_and_import()
    {
        using var key = HpkePrivateKey.Create();
        using var raw = key.Export();

        using var again = HpkePrivateKey.Import(raw.Span);

        again.PublicKey.Should().Be(key.PublicKey);
        again.TryOpen(Info, Aad, key.PublicKey.Seal(Info, Aad, "x"u8), out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Public_key_of_another_length_is_refused(int length) =>
        HpkePublicKey.TryParse(new byte[length], out _).Should().BeFalse();

    // RFC 8037 appendix A.6: the X25519 JWK; its thumbprint by the rules of RFC 7638.
    [Fact]
    public void Jwk_round_trips_and_names_its_thumbprint()
    {
        var jwk = JsonDocument.Parse("""{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}""").RootElement;

        HpkePublicKey.TryFromJwk(jwk, out var key).Should().BeTrue();

        key!.ToJwk().ToJsonString().Should().Contain("3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08");
        key.Thumbprint.Should().Be(Base64Url.Encode(Sha256.Hash(
            """{"crv":"X25519","kty":"OKP","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"""u8)));
        key.Kid.Should().Be(key.Thumbprint);
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08="}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK0"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"AA"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519"}""")]
    [InlineData("""{"kty":1,"crv":"X25519","x":[]}""")]
    [InlineData("""[]""")]
    public void Odd_jwk_is_refused(string jwk) =>
        HpkePublicKey.TryFromJwk(JsonDocument.Parse(jwk).RootElement, out _).Should().BeFalse();
}
