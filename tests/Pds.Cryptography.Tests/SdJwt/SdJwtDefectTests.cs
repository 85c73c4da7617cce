namespace Pds.Cryptography.Tests;

/// <summary>Every MUST of RFC 9901 section 7.1, broken on purpose and honestly signed; each is refused for its own reason.</summary>
[Trait("Invariant", "I-18")]
public sealed class SdJwtDefectTests
{
    private static readonly string Name = Raw.Disclosure("""["salt","name","見本 花子"]""");
    private static readonly string Element = Raw.Disclosure("""["salt","見本 花子"]""");

    [Fact]
    public void Good_ones_are_read()
    {
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"],"_sd_alg":"sha-256"}""", Name)).Should().Be(SdJwtDefect.None);
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"]}""", Name)).Should().Be(SdJwtDefect.None, "sha-256 is the default");
        Raw.DefectOf(Raw.Sign($$"""{"a":[{"...":"{{Raw.Digest(Element)}}"}]}""", Element)).Should().Be(SdJwtDefect.None);
        Raw.DefectOf(Raw.Sign("""{"_sd":[]}""")).Should().Be(SdJwtDefect.None);
        Raw.DefectOf(Raw.Sign("""{"a":1}""")).Should().Be(SdJwtDefect.None);
    }

    [Fact]
    public void Unreferenced_disclosure_is_refused() =>
        Raw.DefectOf(Raw.Sign("""{"_sd":["47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"]}""", Name))
            .Should().Be(SdJwtDefect.DisclosureUnreferenced);

    [Fact]
    public void Unreferenced_disclosure_beside_a_good_one_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"]}""", Name, Element)).Should().Be(SdJwtDefect.DisclosureUnreferenced);

    [Fact]
    public void Disclosure_that_refers_to_itself_alone_is_unreferenced()
    {
        var child = Raw.Disclosure("""["s","child",1]""");
        var parent = Raw.Disclosure($$"""["s","parent",{"_sd":["{{Raw.Digest(child)}}"]}]""");

        Raw.DefectOf(Raw.Sign("""{"a":1}""", parent, child)).Should().Be(SdJwtDefect.DisclosureUnreferenced);
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(parent)}}"]}""", child)).Should().Be(SdJwtDefect.DisclosureUnreferenced);
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(parent)}}"]}""", child, parent)).Should().Be(SdJwtDefect.None);
    }

    [Fact]
    public void Disclosure_sent_twice_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"]}""", Name, Name)).Should().Be(SdJwtDefect.DisclosureRepeated);

    [Fact]
    public void Digest_twice_in_one_array_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}","{{Raw.Digest(Name)}}"]}""", Name)).Should().Be(SdJwtDefect.DigestRepeated);

    [Fact]
    public void Digest_twice_on_two_levels_is_refused_even_without_its_disclosure() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"],"a":{"_sd":["{{Raw.Digest(Name)}}"]} }"""))
            .Should().Be(SdJwtDefect.DigestRepeated);

    [Fact]
    public void Digest_repeated_inside_a_disclosure_is_refused()
    {
        var parent = Raw.Disclosure($$"""["s","parent",{"_sd":["{{Raw.Digest(Name)}}"]}]""");

        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(parent)}}","{{Raw.Digest(Name)}}"]}""", parent))
            .Should().Be(SdJwtDefect.DigestRepeated);
    }

    [Fact]
    public void Digest_as_claim_and_as_element_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"],"a":[{"...":"{{Raw.Digest(Name)}}"}]}"""))
            .Should().Be(SdJwtDefect.DigestRepeated);

    [Fact]
    public void Array_element_disclosed_as_a_claim_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Element)}}"]}""", Element)).Should().Be(SdJwtDefect.DisclosureOfWrongKind);

    [Fact]
    public void Claim_disclosed_as_an_array_element_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"a":[{"...":"{{Raw.Digest(Name)}}"}]}""", Name)).Should().Be(SdJwtDefect.DisclosureOfWrongKind);

    [Fact]
    public void Disclosed_claim_named_like_a_visible_one_is_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"],"name":"x"}""", Name)).Should().Be(SdJwtDefect.ClaimNameTaken);

    [Fact]
    public void Two_disclosed_claims_of_one_name_are_refused()
    {
        var other = Raw.Disclosure("""["other salt","name","別人"]""");

        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}","{{Raw.Digest(other)}}"]}""", Name, other))
            .Should().Be(SdJwtDefect.ClaimNameTaken);
    }

    [Fact]
    public void Same_name_on_another_level_is_no_collision() =>
        Raw.DefectOf(Raw.Sign($$"""{"a":{"_sd":["{{Raw.Digest(Name)}}"]},"name":"x"}""", Name)).Should().Be(SdJwtDefect.None);

    [Theory]
    [InlineData("_sd")]
    [InlineData("...")]
    [InlineData("_sd_alg")]
    [InlineData("\\u005fsd")]
    public void Disclosed_claim_with_a_name_of_the_format_is_refused(string name)
    {
        var reserved = Raw.Disclosure($$"""["salt","{{name}}",["x"]]""");

        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(reserved)}}"]}""", reserved)).Should().Be(SdJwtDefect.ReservedClaimName);
    }

    [Theory]
    [InlineData("sha-512")]
    [InlineData("SHA-256")]
    [InlineData("sha256")]
    [InlineData("md5")]
    [InlineData("")]
    public void Other_hash_algorithms_are_refused(string algorithm) =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":[],"_sd_alg":"{{algorithm}}"}""")).Should().Be(SdJwtDefect.HashAlgorithmNotAccepted);

    [Theory]
    [InlineData("""{"_sd_alg":null}""")]
    [InlineData("""{"_sd_alg":["sha-256"]}""")]
    [InlineData("""{"a":{"_sd_alg":"sha-256"}}""")]
    [InlineData("""{"a":[{"_sd_alg":"sha-256"}]}""")]
    public void Misplaced_hash_algorithm_is_refused(string payload) =>
        Raw.DefectOf(Raw.Sign(payload)).Should().Be(SdJwtDefect.HashAlgorithmNotAccepted);

    [Theory]
    [InlineData("""{"_sd":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}""")]
    [InlineData("""{"_sd":null}""")]
    [InlineData("""{"_sd":{}}""")]
    [InlineData("""{"_sd":[1]}""")]
    [InlineData("""{"_sd":[null]}""")]
    [InlineData("""{"_sd":[["x"]]}""")]
    [InlineData("""{"a":{"_sd":"x"}}""")]
    [InlineData("""{"...":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}""")]
    [InlineData("""{"a":{"...":"x"}}""")]
    [InlineData("""{"a":[{"...":"x","b":1}]}""")]
    [InlineData("""{"a":[{"...":1}]}""")]
    [InlineData("""{"a":[{"...":["x"]}]}""")]
    [InlineData("""{"a":[[{"...":{}}]]}""")]
    public void Digest_in_a_wrong_place_is_refused(string payload) =>
        Raw.DefectOf(Raw.Sign(payload)).Should().Be(SdJwtDefect.DigestMisplaced);

    [Theory]
    [InlineData("""["salt"]""")]
    [InlineData("""[]""")]
    [InlineData("""["salt","a","b","c"]""")]
    [InlineData("""[1,"name","x"]""")]
    [InlineData("""[null,"name","x"]""")]
    [InlineData("""["salt",1,"x"]""")]
    [InlineData("""["salt",null,"x"]""")]
    [InlineData("""{"salt":"name"}""")]
    [InlineData("\"salt\"")]
    [InlineData("""["salt","name",{"a":1,"a":2}]""")]
    [InlineData("""["salt","name","x"] """ + "x")]
    [InlineData("""["salt","name","x"],""")]
    [InlineData("""["salt","name","x",]""")]
    [InlineData("""["salt","name",/* */"x"]""")]
    [InlineData("""["salt","name","\ud800"]""")]
    [InlineData("""["salt","name",NaN]""")]
    [InlineData("")]
    public void Malformed_disclosure_is_refused(string json)
    {
        var disclosure = Raw.Disclosure(json);

        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(disclosure)}}"]}""", disclosure))
            .Should().BeOneOf(SdJwtDefect.DisclosureMalformed, SdJwtDefect.Malformed);
    }

    [Fact]
    public void Second_spelling_of_a_disclosure_is_refused_even_when_its_digest_is_signed()
    {
        var json = """["salt","name","xy"]"""u8.ToArray();
        var canonical = Base64Url.Encode(json);
        (json.Length % 3).Should().NotBe(0, "the last character must have unused bits");
        var spellings = new[] { canonical + "=", canonical[..^1] + (char)(canonical[^1] + 1), canonical + "\n", " " + canonical };

        foreach (var spelling in spellings)
        {
            Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(spelling)}}"]}""", spelling)).Should().Be(SdJwtDefect.DisclosureMalformed);
        }
    }

    [Fact]
    public void Invalid_utf8_in_a_disclosure_is_refused()
    {
        var disclosure = Base64Url.Encode([.. "[\"salt\",\"name\",\""u8, 0xC0, 0xAF, .. "\"]"u8]);

        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(disclosure)}}"]}""", disclosure)).Should().Be(SdJwtDefect.DisclosureMalformed);
    }

    [Fact]
    public void Too_deep_nesting_through_disclosures_is_refused()
    {
        var disclosures = new List<string>();
        var value = "1";
        for (var i = 0; i < 40; i++)
        {
            var disclosure = Raw.Disclosure($$"""["s{{i}}","a",{{value}}]""");
            disclosures.Add(disclosure);
            value = $$"""{"_sd":["{{Raw.Digest(disclosure)}}"]}""";
        }

        Raw.DefectOf(Raw.Sign(value, [.. disclosures])).Should().Be(SdJwtDefect.TooDeep);
    }

    [Fact]
    public void Structure_of_the_text_is_exact()
    {
        var good = Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"]}""", Name);

        Raw.DefectOf(good).Should().Be(SdJwtDefect.None);
        Raw.DefectOf(good.TrimEnd('~')).Should().Be(SdJwtDefect.Malformed, "without the last tilde the disclosure would be a KB-JWT");
        Raw.DefectOf(good + "~").Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf("~" + good).Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf(good.Replace("~", "~~", StringComparison.Ordinal)).Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf(good.Split('~')[0]).Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf(string.Empty).Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf("~").Should().Be(SdJwtDefect.Malformed);
        Raw.DefectOf("a~").Should().Be(SdJwtDefect.IssuerJwtMalformed);
    }

    [Fact]
    public void Too_many_disclosures_are_refused_before_they_are_read()
    {
        var many = Enumerable.Range(0, SdJwt.MaxDisclosures + 1).Select(i => Raw.Disclosure($"[\"s\",\"n{i}\",1]")).ToArray();

        Raw.DefectOf(Raw.Sign("{}", many)).Should().Be(SdJwtDefect.Malformed);
    }

    [Fact]
    public void Duplicate_members_of_the_payload_are_refused() =>
        Raw.DefectOf(Raw.Sign($$"""{"_sd":["{{Raw.Digest(Name)}}"],"_sd":[]}""", Name)).Should().Be(SdJwtDefect.IssuerJwtMalformed);

    [Fact]
    public void Other_type_is_refused()
    {
        var text = Raw.Sign("{}");

        SdJwt.TryParse(text, "dc+sd-jwt", out _, out var defect).Should().BeFalse();
        defect.Should().Be(SdJwtDefect.IssuerJwtMalformed);
    }
}
