using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>The published token, and how a receipt finds its status without telling anybody (FEATURES R5).</summary>
[Trait("Feature", "R5")]
public sealed class StatusTokenTests : IDisposable
{
    private static readonly string Uri = StatusPlace.UriOf(ReceiptWorld.Issuer, 0);

    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(0, ReceiptStatus.Valid)]
    [InlineData(1, ReceiptStatus.Invalid)]
    [InlineData(2, ReceiptStatus.Suspended)]
    public void Receipt_finds_its_status(int value, ReceiptStatus expected)
    {
        var receipt = world.Parsed(statusNumber: 4711);
        var list = StatusList.CreateEmpty();
        list[4711] = value;

        var token = Verified(Issue(list));

        token.TryStatusOf(receipt, out var status).Should().BeTrue();
        status.Should().Be(expected);
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public void Value_without_a_meaning_is_no_status()
    {
        var list = StatusList.CreateEmpty();
        list[4711] = 3;

        Verified(Issue(list)).TryStatusOf(world.Parsed(statusNumber: 4711), out _).Should().BeFalse();
    }

    [Fact]
    public void List_of_another_address_or_too_short_says_nothing()
    {
        Verified(Issue(StatusList.CreateEmpty())).TryStatusOf(world.Parsed(statusNumber: StatusList.EntriesInAList + 5), out _)
            .Should().BeFalse();
        Verified(Issue(StatusList.Create(2, 8))).TryStatusOf(world.Parsed(statusNumber: 8), out _).Should().BeFalse();
    }

    [Fact]
    public void Token_has_the_claims_of_the_draft_and_our_log()
    {
        var token = Verified(Issue(StatusList.CreateEmpty()));

        var payload = token.Jws.Payload;
        payload.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("sub", "iat", "exp", "ttl", "status_list", "log");
        (payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64()).Should().Be(300);
        payload.GetProperty("ttl").GetInt64().Should().Be(60);
        payload.GetProperty("status_list").GetProperty("bits").GetInt32().Should().Be(2);
        token.Jws.Header.GetProperty("typ").GetString().Should().Be("statuslist+jwt");
        token.LogOrigin.Should().Be(ReceiptWorld.Origin);
        token.LogSize.Should().Be(42);
        token.Uri.Should().Be(world.Parsed(statusNumber: 1).Status.Uri);
    }

    [Fact]
    public void Token_is_worthless_after_five_minutes()
    {
        var text = Issue(StatusList.CreateEmpty());

        Defect(text, ReceiptWorld.Now.AddSeconds(299)).Should().BeNull();
        Defect(text, ReceiptWorld.Now.AddSeconds(300)).Should().Be(ReceiptDefect.Expired);
        Defect(text, ReceiptWorld.Now.AddSeconds(-61)).Should().Be(ReceiptDefect.FromTheFuture);
    }

    [Fact]
    public void Token_from_another_address_city_or_key_is_refused()
    {
        using var other = new ReceiptWorld();
        var text = Issue(StatusList.CreateEmpty());

        world.Verifier.VerifyStatusList(text, ReceiptWorld.Issuer, StatusPlace.UriOf(ReceiptWorld.Issuer, 1), ReceiptWorld.Now)
            .Should().BeOfType<ReceiptVerification<StatusListToken>.Refused>();
        world.Verifier.VerifyStatusList(text, "https://pds.other-city.example", Uri, ReceiptWorld.Now)
            .Should().BeOfType<ReceiptVerification<StatusListToken>.Refused>();
        other.Verifier.VerifyStatusList(text, ReceiptWorld.Issuer, Uri, ReceiptWorld.Now)
            .Should().BeOfType<ReceiptVerification<StatusListToken>.Refused>();
    }

    [Theory]
    [InlineData("sub", "1")]
    [InlineData("iat", "null")]
    [InlineData("exp", "\"x\"")]
    [InlineData("exp", "1")]
    [InlineData("ttl", "0")]
    [InlineData("ttl", "-1")]
    [InlineData("status_list", "{}")]
    [InlineData("status_list", """{"bits":3,"lst":"eNo76fITAAPfAgc"}""")]
    [InlineData("status_list", """{"bits":"2","lst":"eNo76fITAAPfAgc"}""")]
    [InlineData("status_list", """{"bits":2,"lst":"AAAA"}""")]
    [InlineData("status_list", """{"bits":2,"lst":"eNo76fITAAPfAgc","aggregation_uri":"https://x.example"}""")]
    [InlineData("log", "{}")]
    [InlineData("log", """{"origin":"o","size":-1}""")]
    [InlineData("nbf", "1")]
    public void Claim_of_another_form_or_too_many_is_refused(string name, string json)
    {
        StatusListToken.TryParse(Issue(StatusList.CreateEmpty()), out var token).Should().BeTrue();
        var payload = JsonNode.Parse(token!.Jws.Payload.GetRawText())!.AsObject();
        payload[name] = JsonNode.Parse(json);

        StatusListToken.TryParse(CompactJws.Sign(world.SignerKey, StatusListToken.Typ, payload), out _).Should().BeFalse();
    }

    [Fact]
    public void Full_list_of_random_states_still_fits_into_a_token()
    {
        var random = new Random(1);
        var list = StatusList.CreateEmpty();
        for (var i = 0; i < list.Count; i++)
        {
            list[i] = random.Next(3);
        }

        Verified(Issue(list)).List[77].Should().Be(list[77]);
    }

    private string Issue(StatusList list) =>
        StatusListToken.Issue(world.Signer, Uri, list, ReceiptWorld.Now, ReceiptWorld.Origin, 42);

    private StatusListToken Verified(string text) =>
        world.Verifier.VerifyStatusList(text, ReceiptWorld.Issuer, Uri, ReceiptWorld.Now)
            .Should().BeOfType<ReceiptVerification<StatusListToken>.Valid>().Subject.Value;

    private ReceiptDefect? Defect(string text, DateTimeOffset now) =>
        (world.Verifier.VerifyStatusList(text, ReceiptWorld.Issuer, Uri, now) as ReceiptVerification<StatusListToken>.Refused)?.Defect;
}
