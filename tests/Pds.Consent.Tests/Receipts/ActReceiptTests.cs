using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Receipts;

public sealed class ActReceiptTests : IDisposable
{
    private readonly ReceiptWorld world = new();
    private readonly GrantId grant = GrantId.New();

    public static TheoryData<ActKind, string> Kinds => new()
    {
        { ActKind.Refuse, "REFUSE" },
        { ActKind.Pause, "PAUSE" },
        { ActKind.Resume, "RESUME" },
        { ActKind.Withdraw, "WITHDRAW" },
        { ActKind.Use, "USE" },
        { ActKind.Delete, "DELETE" },
    };

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Feature", "R6")]
    [Trait("Feature", "R7")]
    public void Receipt_of_each_act_reads_back_and_verifies_offline(ActKind kind, string code)
    {
        var before = Sha256.Hash("before"u8);
        var text = ActReceipt.Issue(
            world.Signer, ReceiptWorld.Now, kind, grant, ReceiptWorld.Log("act"), Sha256.Hash("body"u8), before);

        var result = world.Verifier.VerifyAct(text, ReceiptWorld.Now);

        var act = result.Should().BeOfType<ReceiptVerification<ActReceipt>.Valid>().Subject.Value;
        act.Kind.Should().Be(kind);
        act.Grant.Should().Be(grant);
        act.Issuer.Should().Be(ReceiptWorld.Issuer);
        act.IssuedAt.Should().Be(ReceiptWorld.Now);
        act.Log.Should().Be(ReceiptWorld.Log("act"));
        act.BodyDigest.Should().Equal(Sha256.Hash("body"u8));
        act.Supersedes.Should().Equal(before);
        act.Jws.Payload.GetProperty("kind").GetString().Should().Be(code);
        act.Jws.Header.GetProperty("typ").GetString().Should().Be("pds-receipt+jwt");
    }

    [Fact]
    public void First_receipt_supersedes_nothing()
    {
        ActReceipt.TryParse(Issue(), out var act).Should().BeTrue();

        act!.Supersedes.Should().BeNull();
        act.Jws.Payload.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("iss", "iat", "kind", "grant_id", "log", "body_sha256");
    }

    [Theory]
    [InlineData("kind", "\"GIVE\"")]
    [InlineData("kind", "\"withdraw\"")]
    [InlineData("kind", "\"\"")]
    [InlineData("kind", "4")]
    [InlineData("grant_id", "\"grt_short\"")]
    [InlineData("iat", "\"1763859600\"")]
    [InlineData("iss", "\"mutsu\"")]
    [InlineData("log", "{}")]
    [InlineData("body_sha256", "\"AAAA\"")]
    [InlineData("supersedes", "null")]
    [InlineData("supersedes", "\"AAAA\"")]
    [InlineData("exp", "4000000000")]
    [InlineData("sub", "\"res_x\"")]
    [Trait("Invariant", "I-18")]
    public void Claim_of_another_form_or_too_many_is_refused(string name, string json)
    {
        ActReceipt.TryParse(Issue(), out var act).Should().BeTrue();
        var payload = JsonNode.Parse(act!.Jws.Payload.GetRawText())!.AsObject();
        payload[name] = JsonNode.Parse(json);

        ActReceipt.TryParse(CompactJws.Sign(world.SignerKey, ActReceipt.Typ, payload), out _).Should().BeFalse();
    }

    [Fact]
    public void Act_of_another_city_is_refused()
    {
        using var other = new ReceiptWorld();

        var result = other.Verifier.VerifyAct(Issue(), ReceiptWorld.Now);

        (result as ReceiptVerification<ActReceipt>.Refused)!.Defect.Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    public void Act_from_the_future_is_refused()
    {
        var result = world.Verifier.VerifyAct(Issue(), ReceiptWorld.Now.AddMinutes(-2));

        (result as ReceiptVerification<ActReceipt>.Refused)!.Defect.Should().Be(ReceiptDefect.FromTheFuture);
    }

    [Fact]
    public void Status_token_or_consent_receipt_is_no_act_receipt()
    {
        ActReceipt.TryParse(world.Parsed().SdJwt.IssuerJwtText, out _).Should().BeFalse();
        ActReceipt.TryParse(
            StatusListToken.Issue(world.Signer, "https://x.example/1", StatusList.CreateEmpty(), ReceiptWorld.Now, "o", 1), out _)
            .Should().BeFalse();
        ActReceipt.TryParse(null, out _).Should().BeFalse();
    }

    private string Issue() =>
        ActReceipt.Issue(world.Signer, ReceiptWorld.Now, ActKind.Withdraw, grant, ReceiptWorld.Log("act"), Sha256.Hash("body"u8));
}
