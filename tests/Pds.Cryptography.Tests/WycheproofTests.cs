
namespace Pds.Cryptography.Tests;

/// <summary>Known attacks, collected by C2SP Wycheproof, against the wrappers they reach.</summary>
public sealed class WycheproofTests
{
    // Our AES-GCM is reached with a free key, nonce and aad only inside an HPKE context: 256-bit keys, 96-bit nonces.
    [Fact]
    public void Aes_gcm()
    {
        using var file = Vectors.Wycheproof("aes_gcm");
        var used = 0;
        foreach (var (group, test) in file.Tests().Where(t => t.Group.GetProperty("keySize").GetInt32() == 256
            && t.Group.GetProperty("ivSize").GetInt32() == 96 && t.Group.GetProperty("tagSize").GetInt32() == 128))
        {
            used++;
            byte[] message = [.. test.Hex("ct"), .. test.Hex("tag")];
            var plaintext = new byte[test.Hex("ct").Length];
            using var context = ContextOf(test.Hex("key"), test.Hex("iv"));

            var opened = context.TryOpen(test.Hex("aad"), message, plaintext);

            opened.Should().Be(test.Text("result") == "valid", "test {0}", test.GetProperty("tcId"));
            if (opened)
            {
                plaintext.Should().Equal(test.Hex("msg"));
                using var sender = ContextOf(test.Hex("key"), test.Hex("iv"));
                var again = new byte[message.Length];
                sender.Seal(test.Hex("aad"), plaintext, again);
                again.Should().Equal(message);
            }
        }

        used.Should().BeGreaterThan(50);
    }

    [Fact]
    public void Hkdf_sha256()
    {
        using var file = Vectors.Wycheproof("hkdf_sha256");
        foreach (var (_, test) in file.Tests())
        {
            var derive = () => Hkdf.Derive(test.Hex("ikm"), test.Hex("salt"), test.Hex("info"), test.GetProperty("size").GetInt32());
            if (test.Text("result") == "invalid")
            {
                derive.Should().Throw<ArgumentException>();
                continue;
            }

            using var okm = derive();
            okm.Span.ToArray().Should().Equal(test.Hex("okm"), "test {0}", test.GetProperty("tcId"));
        }
    }

    // Truncated codes are a format of other people: ours are whole, so a 16-byte code never verifies.
    [Fact]
    public void Hmac_sha256()
    {
        using var file = Vectors.Wycheproof("hmac_sha256");
        foreach (var (group, test) in file.Tests())
        {
            var whole = group.GetProperty("tagSize").GetInt32() == 256;

            var verified = HmacSha256.Verify(test.Hex("key"), test.Hex("msg"), test.Hex("tag"));

            verified.Should().Be(whole && test.Text("result") == "valid", "test {0}", test.GetProperty("tcId"));
        }
    }

    [Fact]
    public void X25519()
    {
        using var file = Vectors.Wycheproof("x25519");
        var refused = 0;
        foreach (var (_, test) in file.Tests())
        {
            var shared = new byte[32];

            var agreed = Pds.Cryptography.X25519.TryAgree(test.Hex("private"), test.Hex("public"), shared);

            // RFC 9180 section 7.1.4: a result of zeros is refused, and such keys do not even become recipients.
            var neutral = test.Hex("shared").All(b => b == 0);
            agreed.Should().Be(!neutral, "test {0}", test.GetProperty("tcId"));
            HpkePublicKey.TryParse(test.Hex("public"), out _).Should().Be(!neutral, "test {0}", test.GetProperty("tcId"));
            if (agreed)
            {
                shared.Should().Equal(test.Hex("shared"));
            }

            refused += neutral ? 1 : 0;
        }

        refused.Should().BeGreaterThan(10);
    }

    [Fact]
    public void Ed25519()
    {
        using var file = Vectors.Wycheproof("ed25519");
        foreach (var (group, test) in file.Tests())
        {
            var verified = Ed25519PublicKey.TryParse(group.GetProperty("publicKey").Hex("pk"), out var key)
                && key.Verify(test.Hex("msg"), test.Hex("sig"));

            verified.Should().Be(test.Text("result") == "valid", "test {0}", test.GetProperty("tcId"));
        }
    }

    private static HpkeContext ContextOf(byte[] key, byte[] nonce) =>
        new(SecretBytes.CopyOf(key), SecretBytes.CopyOf(nonce), SecretBytes.Random(32));
}
