using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Receipts;

public sealed class ReceiptTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Receipt_reads_back_as_it_was_issued()
    {
        var content = world.Content(actedBy: true);

        var receipt = ReceiptWorld.Parse(new ReceiptIssuer(world.Signer).Issue(content));

        receipt.IsSignedBy(world.Trust).Should().BeTrue();
        receipt.Issuer.Should().Be(ReceiptWorld.Issuer);
        receipt.IssuedAt.Should().Be(content.IssuedAt);
        receipt.Expires.Should().Be(content.Expires);
        receipt.Holder.Should().Be(world.Hospital.PublicKey);
        receipt.Status.Should().Be(content.Status);
        receipt.Grant.Should().Be(content.Grant);
        receipt.Log.Should().Be(content.Log);
        receipt.ConsentDigest.Should().Equal(content.ConsentDigest);
        receipt.EncJkt.Should().Be(content.EncJkt);
        receipt.Purpose.Should().Be(content.Purpose);
        receipt.Recipient.Should().Be(content.Recipient);
        receipt.ResidentRef.Should().Be(content.ResidentRef);
        receipt.Attributes.Should().Equal(content.Attributes);
        receipt.Notice.Should().Be(content.Notice);
        receipt.LegalBasis.Should().Be(content.LegalBasis);
        receipt.Retention.Should().BeEquivalentTo(content.Retention);
        receipt.Jurisdiction.Should().BeEquivalentTo(content.Jurisdiction);
        receipt.ConsentEvidence.Should().Be(content.ConsentEvidence);
        receipt.ActedBy.Should().Be(content.ActedBy);
    }

    [Fact]
    public void Visible_claims_are_exactly_those_of_the_design()
    {
        var payload = world.Parsed(actedBy: true).SdJwt.IssuerJwt.Payload;

        payload.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo(
            "iss", "iat", "exp", "vct", "cnf", "status", "grant_id", "log", "consent_digest", "enc_jkt", "purpose", "recipient", "_sd", "_sd_alg");
        payload.GetProperty("_sd").GetArrayLength().Should().Be(12);
        world.Parsed(actedBy: false).SdJwt.IssuerJwt.Payload.GetProperty("_sd").GetArrayLength()
            .Should().Be(12, "nobody learns from the number of digests whether somebody acted for the resident");
    }

    [Fact]
    public void Disclosable_claims_are_exactly_those_of_the_design() =>
        world.Parsed(actedBy: true).SdJwt.Disclosures.Select(d => d.Name).Should().Equal(
            "resident_ref", "attributes", "notice", "legal_basis", "retention", "jurisdiction", "consent_evidence", "acted_by");

    [Fact]
    public void Header_is_of_sd_jwt_vc_with_the_citys_chain()
    {
        var header = world.Parsed().SdJwt.IssuerJwt.Header;

        header.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("alg", "typ", "kid", "x5c");
        header.GetProperty("typ").GetString().Should().Be("dc+sd-jwt");
        header.GetProperty("alg").GetString().Should().Be("ES256");
        world.Parsed().SdJwt.IssuerJwt.CertificateChain.Should().ContainSingle("the root is left out");
    }

    [Fact]
    [Trait("Feature", "R9")]
    public void Receipt_names_the_notice_its_digest_and_its_language()
    {
        var receipt = world.Parsed();

        receipt.Notice!.Url.Should().Be("https://hospital.example/notice/1");
        receipt.Notice.Sha256.Should().Be(Base64Url.Encode(Sha256.Hash("notice"u8)));
        receipt.Notice.Lang.Should().Be("ja");
    }

    [Fact]
    public void Receipt_shown_without_disclosures_hides_them_all()
    {
        var bare = ReceiptWorld.Parse(world.Parsed(actedBy: true).Present());

        bare.IsSignedBy(world.Trust).Should().BeTrue();
        bare.ResidentRef.Should().BeNull();
        bare.Attributes.Should().BeNull();
        bare.Notice.Should().BeNull();
        bare.LegalBasis.Should().BeNull();
        bare.Retention.Should().BeNull();
        bare.Jurisdiction.Should().BeNull();
        bare.ConsentEvidence.Should().BeNull();
        bare.ActedBy.Should().BeNull();
    }

    [Fact]
    public void Receipt_shown_with_one_claim_shows_that_one()
    {
        var shown = ReceiptWorld.Parse(world.Parsed().Present("notice"));

        shown.Notice.Should().NotBeNull();
        shown.ResidentRef.Should().BeNull();
        shown.SdJwt.Disclosures.Should().ContainSingle();
    }

    [Fact]
    public void Receipt_prints_its_type_only()
    {
        var receipt = world.Parsed();

        $"{receipt} {receipt.SdJwt} {receipt.SdJwt.Disclosures[0]} {world.Signer}".Should().Be("Receipt SdJwt SdDisclosure ReceiptSigner");
    }

    public static TheoryData<string, string> WrongVisible => new()
    {
        { "iss", "null" },
        { "iss", "\"http://pds.city.mutsu.example\"" },
        { "iss", "\"https://pds.city.mutsu.example?x=1\"" },
        { "iss", "\"https://user@pds.city.mutsu.example\"" },
        { "iat", "\"1763859600\"" },
        { "iat", "1.5" },
        { "iat", "253402300800" },
        { "iat", "null" },
        { "exp", "\"1863859600\"" },
        { "exp", "1" },
        { "exp", "null" },
        { "vct", "\"urn:pds:vct:consent-receipt:2\"" },
        { "cnf", "{}" },
        { "cnf", """{"jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""" },
        { "cnf", """{"kid":"x"}""" },
        { "status", "{}" },
        { "status", """{"status_list":{"idx":-1,"uri":"https://x.example/1"}}""" },
        { "status", """{"status_list":{"idx":131072,"uri":"https://x.example/1"}}""" },
        { "status", """{"status_list":{"idx":1,"uri":"file:///etc/passwd"}}""" },
        { "status", """{"status_list":{"idx":"1","uri":"https://x.example/1"}}""" },
        { "status", """{"status_list":{"idx":1,"uri":"https://x.example/1","bits":2}}""" },
        { "grant_id", "\"grt_x\"" },
        { "grant_id", "\"res_aaaaaaaaaaaaaaaaaaaaaaaaaa\"" },
        { "log", """{"origin":"x"}""" },
        { "log", """{"origin":"x","commitment":"AAAA"}""" },
        { "log", """{"origin":"x","commitment":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","size":1}""" },
        { "consent_digest", "\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF\"" },
        { "consent_digest", "\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV\"" },
        { "enc_jkt", "\"AAAA\"" },
        { "purpose", "\"hospital-intake\"" },
        { "purpose", "\"hospital-intake@0\"" },
        { "purpose", "\"hospital-intake@01\"" },
        { "recipient", "\"org_x\"" },
        { "nbf", "1" },
        { "sub", "\"res_x\"" },
        { "aud", "\"x\"" },
        { "resident_ref", "\"ref_aaaaaaaaaaaaaaaaaaaaaaaaaa\"" },
        { "attributes", "[]" },
    };

    [Theory]
    [MemberData(nameof(WrongVisible))]
    [Trait("Invariant", "I-18")]
    public void Visible_claim_of_another_form_or_too_many_is_refused_though_honestly_signed(string name, string json) =>
        Receipt.TryParse(world.IssueChanged(p => p[name] = JsonNode.Parse(json)), out _).Should().BeFalse();

    [Theory]
    [InlineData("iss")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("vct")]
    [InlineData("cnf")]
    [InlineData("status")]
    [InlineData("grant_id")]
    [InlineData("log")]
    [InlineData("consent_digest")]
    [InlineData("enc_jkt")]
    [InlineData("purpose")]
    [InlineData("recipient")]
    [InlineData("_sd_alg")]
    public void Visible_claim_left_out_is_refused(string name) =>
        Receipt.TryParse(world.IssueChanged(p => p.Remove(name)), out _).Should().BeFalse();

    [Theory]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("exp", "4000000000")]
    [InlineData("cnf", "{}")]
    [InlineData("status", "{}")]
    [InlineData("vct", "\"x\"")]
    [InlineData("role", "\"administrator\"")]
    [InlineData("resident_ref", "\"res_aaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [InlineData("resident_ref", "1")]
    [InlineData("attributes", "[]")]
    [InlineData("attributes", """[{"name":"name"}]""")]
    [InlineData("notice", """{"url":"u","sha256":"s","lang":"ja","extra":1}""")]
    [InlineData("notice", """{"url":"u","sha256":"s"}""")]
    [InlineData("notice", """{"url":null,"sha256":"s","lang":"ja"}""")]
    [InlineData("notice", "\"u\"")]
    [InlineData("retention", """{"mode":"STORE","days":"30","period":"P30D","storage_locations":["JP"]}""")]
    [InlineData("acted_by", "null")]
    public void Disclosed_claim_we_do_not_know_or_of_another_form_is_refused(string name, string json)
    {
        // The issuer itself would have to sign this; even then a reader does not guess.
        var disclosure = SdDisclosure.OfClaim(name, JsonNode.Parse(json));

        var text = world.IssueChanged(p => p["_sd"]!.AsArray().Add(disclosure.Digest), d => d.Name != name);
        text += disclosure.Encoded + "~";

        Receipt.TryParse(text, out _).Should().BeFalse();
    }

    [Fact]
    public void Unchanged_payload_signed_again_is_read() =>
        Receipt.TryParse(world.IssueChanged(_ => { }), out _).Should().BeTrue();

    [Fact]
    public void Receipt_with_a_key_binding_is_a_presentation_and_no_receipt() =>
        Receipt.TryParse(world.Present(world.Parsed()), out _).Should().BeFalse();

    [Fact]
    public void Signer_refuses_a_certificate_of_another_key_and_an_issuer_without_https()
    {
        using var other = Es256Key.Create();

        FluentActions.Invoking(() => new ReceiptSigner(other, world.Signer.CertificateChain, ReceiptWorld.Issuer)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ReceiptSigner(world.SignerKey, [], ReceiptWorld.Issuer)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ReceiptSigner(world.SignerKey, world.Signer.CertificateChain, "http://x.example"))
            .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Two_receipts_of_one_consent_share_no_disclosure()
    {
        var content = world.Content();
        var one = ReceiptWorld.Parse(new ReceiptIssuer(world.Signer).Issue(content));
        var two = ReceiptWorld.Parse(new ReceiptIssuer(world.Signer).Issue(content));

        one.SdJwt.Disclosures.Select(d => d.Digest).Should().NotIntersectWith(two.SdJwt.Disclosures.Select(d => d.Digest));
    }
}
