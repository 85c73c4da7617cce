using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography.Tests;

/// <summary>What RFC 9901 prints, this library reads the same way.</summary>
public sealed class Rfc9901Tests
{
    [Fact]
    public void Digest_of_section_4_2_3_is_over_the_encoded_text()
    {
        SdDisclosure.TryParse(Rfc9901Examples.FamilyNameDisclosure, out var disclosure).Should().BeTrue();

        disclosure!.Name.Should().Be("family_name");
        disclosure.Value.GetString().Should().Be("Möbius");
        disclosure.Digest.Should().Be(Rfc9901Examples.FamilyNameDigest);
    }

    [Fact]
    public void Digest_of_section_4_2_4_2_is_of_an_array_element()
    {
        SdDisclosure.TryParse(Rfc9901Examples.ElementDisclosure, out var disclosure).Should().BeTrue();

        disclosure!.Name.Should().BeNull();
        disclosure.Value.GetString().Should().Be("FR");
        disclosure.Digest.Should().Be(Rfc9901Examples.ElementDigest);
    }

    [Fact]
    public void Array_of_section_4_2_4_2_reads_with_and_without_the_hidden_element()
    {
        using var key = Es256Key.Create();
        var jwt = CompactJws.Sign(
            key, "x", JsonNode.Parse($$"""{"nationalities":["DE",{"...":"{{Rfc9901Examples.ElementDigest}}"},"US"]}""")!.AsObject());

        Claims(jwt + "~").Should().Be("""{"nationalities":["DE","US"]}""");
        Claims($"{jwt}~{Rfc9901Examples.ElementDisclosure}~").Should().Be("""{"nationalities":["DE","FR","US"]}""");

        static string Claims(string text) =>
            SdJwt.TryParse(text, "x", out var sdJwt) ? sdJwt.Claims.GetRawText() : "refused";
    }

    [Fact]
    public void Example_of_appendix_A_1_reads_as_printed() =>
        ShouldRead(Rfc9901Examples.SimpleStructured, Rfc9901Examples.SimpleStructuredClaims);

    [Fact]
    public void Example_of_appendix_A_2_reads_as_printed() =>
        ShouldRead(Rfc9901Examples.ComplexStructured, Rfc9901Examples.ComplexStructuredClaims);

    [Fact]
    public void Example_of_section_5_reads_as_printed_and_is_bound_to_its_holder()
    {
        var sdJwt = ShouldRead(Rfc9901Examples.WithKeyBinding, Rfc9901Examples.WithKeyBindingClaims);

        KeyBinding.TryParse(sdJwt.KeyBindingJwt, out var binding).Should().BeTrue();
        binding!.IsSignedBy(Rfc9901Examples.Holder).Should().BeTrue();
        binding.IsSignedBy(Rfc9901Examples.Issuer).Should().BeFalse();
        binding.IsFor(sdJwt).Should().BeTrue();
        binding.Audience.Should().Be("https://verifier.example.org");
        binding.Nonce.Should().Be("1234567890");
        binding.IssuedAt.ToUnixTimeSeconds().Should().Be(1702316015);
        binding.Call.Should().BeNull();
    }

    [Fact]
    public void Example_of_section_5_with_one_disclosure_less_is_another_presentation()
    {
        var parts = Rfc9901Examples.WithKeyBinding.Split('~').ToList();
        parts.RemoveAt(2);

        SdJwt.TryParse(string.Join('~', parts), Rfc9901Examples.Typ, out var sdJwt).Should().BeTrue();
        KeyBinding.TryParse(sdJwt!.KeyBindingJwt, out var binding).Should().BeTrue();
        binding!.IsFor(sdJwt).Should().BeFalse();
    }

    private static SdJwt ShouldRead(string text, string claims)
    {
        SdJwt.TryParse(text, Rfc9901Examples.Typ, out var sdJwt, out var defect).Should().BeTrue(defect.ToString());
        sdJwt!.IsSignedBy(Rfc9901Examples.Issuer).Should().BeTrue();
        sdJwt.IsSignedBy(Rfc9901Examples.Holder).Should().BeFalse();
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(sdJwt.Claims), JsonNode.Parse(claims)).Should().BeTrue(sdJwt.Claims.GetRawText());
        return sdJwt;
    }
}
