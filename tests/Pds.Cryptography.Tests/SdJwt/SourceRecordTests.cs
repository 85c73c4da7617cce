using System.Text.Json.Nodes;

namespace Pds.Cryptography.Tests;

public sealed class SourceRecordTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly Es256Key source = Es256Key.Create();

    public void Dispose() => source.Dispose();

    [Fact]
    public void Record_reads_back_with_all_fields()
    {
        SourceRecord.TryParse(Issue(new DateOnly(2026, 4, 1)), out var record).Should().BeTrue();

        record!.IsSignedBy(source.PublicKey).Should().BeTrue();
        record.Issuer.Should().Be("org_test");
        record.Dataset.Should().Be("basic-four@1");
        record.DataDate.Should().Be(new DateOnly(2026, 4, 1));
        record.IssuedAt.Should().Be(Now);
        record.Fields.Keys.Should().BeEquivalentTo("name", "address");
        record.Fields["name"].Value.GetString().Should().Be("見本 花子");
        record.CertificateChain.Should().BeEmpty();
    }

    [Fact]
    public void Record_without_a_date_has_none()
    {
        SourceRecord.TryParse(Issue(null), out var record).Should().BeTrue();

        record!.DataDate.Should().BeNull();
    }

    [Fact]
    [Trait("Feature", "D11")]
    public void Delivered_record_holds_the_consented_fields_only_and_still_verifies()
    {
        SourceRecord.TryParse(Issue(null), out var whole).Should().BeTrue();

        SourceRecord.TryParse(whole!.IssuerJwt, [whole.Fields["name"].Encoded], out var delivered).Should().BeTrue();

        delivered!.IsSignedBy(source.PublicKey).Should().BeTrue();
        delivered.Fields.Keys.Should().Equal("name");
    }

    [Fact]
    public void Signed_part_names_no_field_and_no_person()
    {
        SourceRecord.TryParse(Issue(null), out var record).Should().BeTrue();

        var signed = record!.SdJwt.IssuerJwt.Payload.GetRawText();

        signed.Should().NotContain("name").And.NotContain("address").And.NotContain("花子").And.NotContain("sub");
        record.SdJwt.IssuerJwt.Payload.GetProperty("_sd").GetArrayLength().Should().Be(8, "decoys hide how many fields there are");
    }

    [Fact]
    public void Field_value_of_another_record_is_refused()
    {
        SourceRecord.TryParse(Issue(null), out var one).Should().BeTrue();
        SourceRecord.TryParse(Issue(null), out var other).Should().BeTrue();

        SourceRecord.TryParse(one!.IssuerJwt, [other!.Fields["name"].Encoded], out _).Should().BeFalse();
    }

    [Fact]
    public void Certificate_chain_travels_in_the_header()
    {
        var validity = new CertificateValidity(Now, Now.AddDays(30));
        using var authority = CertificateAuthority.CreateRoot("root", validity);
        var certificate = authority.IssueSigner(source.PublicKey, "https://source.example", validity);

        SourceRecord.TryParse(SourceRecord.Issue(source, [certificate], Content(null)), out var record).Should().BeTrue();

        record!.CertificateChain.Should().ContainSingle().Which.Should().Equal(certificate);
        record.SdJwt.IssuerJwt.Kid.Should().Be(source.PublicKey.Jkt);
    }

    [Theory]
    [InlineData("sub", "\"res_x\"")]
    [InlineData("iss", "1")]
    [InlineData("iat", "\"1763859600\"")]
    [InlineData("dataset", "null")]
    [InlineData("data_date", "\"2026-4-1\"")]
    [InlineData("data_date", "\"2026-02-30\"")]
    [InlineData("data_date", "null")]
    [InlineData("exp", "1963859600")]
    public void Claim_of_another_form_or_too_many_is_refused(string name, string json)
    {
        var visible = new JsonObject { ["iss"] = "org_test", ["iat"] = Now.ToUnixTimeSeconds(), ["dataset"] = "basic-four@1" };
        visible[name] = JsonNode.Parse(json);

        SourceRecord.TryParse(new SdJwtBuilder(visible).Sign(source, SourceRecord.Typ, null), out _).Should().BeFalse();
    }

    [Fact]
    public void Fields_inside_fields_are_refused()
    {
        var inner = Raw.Disclosure("""["s","inner",1]""");
        var outer = Raw.Disclosure($$"""["s","outer",{"_sd":["{{Raw.Digest(inner)}}"]}]""");
        var payload = new JsonObject
        {
            ["iss"] = "org_test",
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["dataset"] = "basic-four@1",
            ["_sd"] = new JsonArray(Raw.Digest(outer)),
            ["_sd_alg"] = "sha-256",
        };
        var jwt = CompactJws.Sign(source, SourceRecord.Typ, payload);

        SdJwt.TryParse(SdJwt.Join(jwt, [outer, inner]), SourceRecord.Typ, out _).Should().BeTrue();
        SourceRecord.TryParse(jwt, [outer, inner], out _).Should().BeFalse();
    }

    [Fact]
    public void Record_with_a_key_binding_is_refused()
    {
        var bound = KeyBinding.Append(source, Issue(null), "aud", Now, "nonce");

        SourceRecord.TryParse(bound, out _).Should().BeFalse();
    }

    private static SourceRecordContent Content(DateOnly? date) => new()
    {
        Issuer = "org_test",
        Dataset = "basic-four@1",
        IssuedAt = Now,
        DataDate = date,
        Fields = new Dictionary<string, JsonNode?> { ["name"] = "見本 花子", ["address"] = "青森県むつ市中央一丁目8番1号" },
    };

    private string Issue(DateOnly? date) => SourceRecord.Issue(source, [], Content(date));
}
