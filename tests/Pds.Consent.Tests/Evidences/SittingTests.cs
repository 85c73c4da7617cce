using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Evidences;

/// <summary>One sitting, one answer: what a set is, what a token says about it, and what a passkey does.</summary>
public sealed class SittingTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_challenge_is_over_the_first_line_and_the_digests_in_order()
    {
        byte[] one = Sha256.Hash([1]), two = Sha256.Hash([2]);
        var ordered = one.AsSpan().SequenceCompareTo(two) < 0 ? (First: one, Second: two) : (First: two, Second: one);

        var set = EvidenceSet.Of([two, one]);

        set.Challenge.Should().Equal(Sha256.Hash([.. "pds-consent-set/v1\n"u8, .. ordered.First, .. ordered.Second]));
        EvidenceSet.Of([one, two]).Challenge.Should().Equal(set.Challenge);
        EvidenceSet.Of([one]).Challenge.Should().NotEqual(set.Challenge);
        set.Contains(one).Should().BeTrue();
        set.Contains(Sha256.Hash([3])).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public void A_set_out_of_order_empty_too_large_or_with_one_twice_is_none()
    {
        byte[][] many = [.. Enumerable.Range(0, 21).Select(at => Sha256.Hash([(byte)at])).OrderBy(Convert.ToHexString, StringComparer.Ordinal)];

        EvidenceSet.TryOf(many[..20], out _).Should().BeTrue();
        foreach (var wrong in new byte[][][] { [], many, [many[1], many[0]], [many[0], many[0]], [many[0][..31]] })
        {
            EvidenceSet.TryOf(wrong, out _).Should().BeFalse();
        }
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    [Trait("Feature", "R4")]
    public void Every_flipped_bit_of_a_passkeys_evidence_is_refused()
    {
        using var key = Es256Key.Create();
        var set = EvidenceSet.Of([Sha256.Hash([1])]);
        var rules = new PasskeyRules("pds.example", ["https://pds.example"]);
        var honest = Answer(key, set.Challenge);
        honest.IsBy(key.PublicKey, set.Challenge, rules, out var count).Should().BeTrue();
        count.Should().Be(3);

        foreach (var (name, bytes, change) in new (string, byte[], Func<byte[], PasskeyAnswer>)[]
        {
            ("authenticator data", honest.AuthenticatorData, bytes => honest with { AuthenticatorData = bytes }),
            ("client data", honest.ClientDataJson, bytes => honest with { ClientDataJson = bytes }),
            ("signature", honest.Signature, bytes => honest with { Signature = bytes }),
        })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                change(flipped).IsBy(key.PublicKey, set.Challenge, rules, out _).Should().BeFalse("{0}, bit {1}", name, bit);
            }
        }
    }

    [Fact]
    public void Whoever_knows_no_origins_believes_pages_of_the_relying_party_and_no_other()
    {
        using var key = Es256Key.Create();
        var challenge = Sha256.Hash([1]);
        var rules = new PasskeyRules("pds.example", null);
        bool Is(string origin) => Answer(key, challenge, origin).IsBy(key.PublicKey, challenge, rules, out _);

        Is("https://pds.example").Should().BeTrue();
        Is("https://pages.pds.example:8443").Should().BeTrue();
        Is("http://pds.example").Should().BeFalse();
        Is("https://xpds.example").Should().BeFalse();
        Is("https://pds.example.elsewhere.example").Should().BeFalse();
        Is("android:apk-key-hash:x").Should().BeFalse();
    }

    [Fact]
    public void A_frame_in_another_site_and_a_second_member_of_one_name_are_refused()
    {
        var rules = new PasskeyRules("pds.example", ["https://pds.example"]);
        byte[] challenge = Sha256.Hash([1]);
        bool Is(string json) => rules.IsClientData(Encoding.UTF8.GetBytes(json), "webauthn.get", challenge);
        var text = Base64Url.Encode(challenge);

        Is($$"""{"type":"webauthn.get","challenge":"{{text}}","origin":"https://pds.example"}""").Should().BeTrue();
        Is($$"""{"type":"webauthn.get","challenge":"{{text}}","origin":"https://pds.example","other_keys_can_be_added_here":"x"}""").Should().BeTrue();
        Is($$"""{"type":"webauthn.get","challenge":"{{text}}","origin":"https://pds.example","crossOrigin":true}""").Should().BeFalse();
        Is($$"""{"type":"webauthn.get","challenge":"{{text}}","origin":"https://pds.example","topOrigin":"https://elsewhere.example"}""").Should().BeFalse();
        Is($$"""{"type":"webauthn.get","challenge":"{{text}}","challenge":"{{text}}","origin":"https://pds.example"}""").Should().BeFalse();
        Is($$"""{"type":"webauthn.get","challenge":"{{text}}=","origin":"https://pds.example"}""").Should().BeFalse();
        Is("[]").Should().BeFalse();
        Is("{}{}").Should().BeFalse();
    }

    [Theory]
    [InlineData(5u, 6u, true)]
    [InlineData(5u, 5u, false)]
    [InlineData(5u, 4u, false)]
    [InlineData(5u, 0u, false)]
    [InlineData(0u, 0u, true)]
    [InlineData(0u, 1u, true)]
    public void A_counter_goes_forward_or_is_not_kept_at_all(uint before, uint now, bool accepted)
    {
        using var key = Es256Key.Create();
        var passkey = new Passkey { CredentialId = new byte[32], Resident = ResidentId.New(), Key = key.PublicKey, Name = "", RegisteredAt = Now, Count = before };

        (passkey.After(Answer(key, Sha256.Hash([1])), now, Now) is not null).Should().Be(accepted);
    }

    [Fact]
    public void Evidence_is_kept_in_one_spelling()
    {
        using var key = Es256Key.Create();
        var set = EvidenceSet.Of([Sha256.Hash([1]), Sha256.Hash([2])]);
        Evidence[] all = [new Evidence.OidcStepUp(set, "a.b.c"), new Evidence.PasskeyAssertion(set, Answer(key, set.Challenge)), new Evidence.DeviceSignature("x")];

        foreach (var evidence in all)
        {
            var bytes = evidence.ToBytes();
            Evidence.TryParse(evidence.Kind, bytes, out var read).Should().BeTrue();
            read!.ToBytes().Should().Equal(bytes);
            if (evidence is not Evidence.DeviceSignature)
            {
                Evidence.TryParse(evidence.Kind, (byte[])[.. bytes, (byte)' '], out _).Should().BeFalse();
                Evidence.TryParse(evidence.Kind, bytes[..^1], out _).Should().BeFalse();
                Evidence.TryParse("voice", bytes, out _).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void A_subjects_digest_needs_its_salt_and_its_provider()
    {
        var salt = RandomSource.Bytes(LinkedIdentity.SaltBytes);
        var digest = LinkedIdentity.DigestOf(salt, "https://id.example", "somebody");

        LinkedIdentity.DigestOf(RandomSource.Bytes(LinkedIdentity.SaltBytes), "https://id.example", "somebody").Should().NotEqual(digest);
        LinkedIdentity.DigestOf(salt, "https://id.example", "somebody2").Should().NotEqual(digest);
        LinkedIdentity.DigestOf(salt, "https://id.exampl", "esomebody").Should().NotEqual(digest, "the border is part of it");
    }

    private static PasskeyAnswer Answer(Es256Key key, byte[] challenge, string origin = "https://pds.example")
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, 3);
        byte[] data = [.. Sha256.Hash("pds.example"u8), 0x05, .. count];
        var client = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "webauthn.get", ["challenge"] = Base64Url.Encode(challenge), ["origin"] = origin, ["crossOrigin"] = false,
        }.ToJsonString());
        return new PasskeyAnswer(new byte[32], data, client, Der(key.Sign([.. data, .. Sha256.Hash(client)])));
    }

    private static byte[] Der(byte[] signature)
    {
        byte[] both = [.. Integer(signature[..32]), .. Integer(signature[32..])];
        return [0x30, (byte)both.Length, .. both];
    }

    private static byte[] Integer(byte[] number)
    {
        var digits = number.AsSpan().TrimStart((byte)0);
        return digits[0] >= 0x80 ? [0x02, (byte)(digits.Length + 1), 0, .. digits] : [0x02, (byte)digits.Length, .. digits];
    }
}
