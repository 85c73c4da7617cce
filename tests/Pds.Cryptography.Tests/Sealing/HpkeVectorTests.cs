using System.Text.Json;

namespace Pds.Cryptography.Tests.Sealing;

/// <summary>RFC 9180 vectors of our suite: KEM 0x0020, KDF 0x0001, AEAD 0x0002, mode base (RFC 9180 appendix A and CIRCL).</summary>
public sealed class HpkeVectorTests
{
    [Fact]
    public void Published_vectors_of_our_suite_pass()
    {
        using var file = Vectors.Hpke();
        var ours = file.RootElement.EnumerateArray().Where(IsOurs).ToList();

        ours.Should().NotBeEmpty();
        foreach (var vector in ours)
        {
            Keys_are_derived_as_published(vector);
            Encryptions_are_as_published(vector);
            Openings_and_exports_are_as_published(vector);
            Public_types_read_the_first_message(vector);
        }
    }

    private static bool IsOurs(JsonElement v) =>
        v.GetProperty("mode").GetInt32() == 0
        && v.GetProperty("kem_id").GetInt32() == 0x0020
        && v.GetProperty("kdf_id").GetInt32() == 0x0001
        && v.GetProperty("aead_id").GetInt32() == 0x0002;

    private static void Keys_are_derived_as_published(JsonElement v)
    {
        using var recipient = Hpke.DerivePrivateKey(v.Hex("ikmR"));
        using var ephemeral = Hpke.DerivePrivateKey(v.Hex("ikmE"));
        using var key = HpkePrivateKey.Import(recipient.Span);

        recipient.Span.ToArray().Should().Equal(v.Hex("skRm"));
        ephemeral.Span.ToArray().Should().Equal(v.Hex("skEm"));
        key.PublicKey.Raw.Should().Equal(v.Hex("pkRm"));
    }

    private static void Encryptions_are_as_published(JsonElement v)
    {
        using var sender = Hpke.SetupSender(v.Hex("skEm"), v.Hex("enc"), v.Hex("pkRm"), v.Hex("info"))!;
        var encryptions = v.GetProperty("encryptions").EnumerateArray().ToList();

        encryptions.Should().HaveCountGreaterThan(200);
        foreach (var e in encryptions)
        {
            var ciphertext = new byte[e.Hex("ct").Length];
            sender.Seal(e.Hex("aad"), e.Hex("pt"), ciphertext);
            ciphertext.Should().Equal(e.Hex("ct"));
        }
    }

    private static void Openings_and_exports_are_as_published(JsonElement v)
    {
        using var receiver = Hpke.SetupReceiver(v.Hex("skRm"), v.Hex("pkRm"), v.Hex("enc"), v.Hex("info"))!;
        foreach (var e in v.GetProperty("encryptions").EnumerateArray())
        {
            var plaintext = new byte[e.Hex("pt").Length];
            receiver.TryOpen(e.Hex("aad"), e.Hex("ct"), plaintext).Should().BeTrue();
            plaintext.Should().Equal(e.Hex("pt"));
        }

        foreach (var e in v.GetProperty("exports").EnumerateArray())
        {
            var value = new byte[e.GetProperty("L").GetInt32()];
            receiver.Export(e.Hex("exporter_context"), value);
            value.Should().Equal(e.Hex("exported_value"));
        }
    }

    private static void Public_types_read_the_first_message(JsonElement v)
    {
        var first = v.GetProperty("encryptions")[0];
        byte[] message = [.. v.Hex("enc"), .. first.Hex("ct")];
        using var key = HpkePrivateKey.Import(v.Hex("skRm"));

        key.TryOpen(v.Hex("info"), first.Hex("aad"), message, out var plaintext).Should().BeTrue();
        plaintext.Should().Equal(first.Hex("pt"));
        key.PublicKey.Seal(v.Hex("skEm"), v.Hex("info"), first.Hex("aad"), first.Hex("pt")).Should().Equal(message);
    }
}
