using System.Text;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>Everything the stock JWT handlers let pass, honestly signed by the city's key, is refused here (I-18).</summary>
[Trait("Invariant", "I-18")]
public sealed class StockHandlerTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("\"crit\":[]")]
    [InlineData("\"crit\":[\"exp\"]")]
    [InlineData("\"crit\":[\"pds\"],\"pds\":1")]
    [InlineData("\"b64\":true")]
    [InlineData("\"b64\":false")]
    [InlineData("\"zip\":\"DEF\"")]
    [InlineData("\"jku\":\"https://evil.example/jwks\"")]
    [InlineData("\"x5u\":\"https://evil.example/cert\"")]
    [InlineData("\"cty\":\"jwt\"")]
    [InlineData("\"alg\":\"ES256\"")]
    [InlineData("\"typ\":\"dc+sd-jwt\"")]
    public void Header_member_that_changes_the_meaning_is_refused(string member) =>
        Reads($$"""{"alg":"ES256","typ":"dc+sd-jwt",{{member}}}""", Payload()).Should().BeFalse();

    [Theory]
    [InlineData("""{"alg":"none","typ":"dc+sd-jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"dc+sd-jwt"}""")]
    [InlineData("""{"alg":"ES384","typ":"dc+sd-jwt"}""")]
    [InlineData("""{"alg":"es256","typ":"dc+sd-jwt"}""")]
    [InlineData("""{"alg":["ES256"],"typ":"dc+sd-jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"vc+sd-jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"DC+SD-JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"application/dc+sd-jwt"}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"typ":"dc+sd-jwt"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void Other_algorithm_or_type_is_refused(string header) => Reads(header, Payload()).Should().BeFalse();

    [Fact]
    public void Duplicate_member_is_refused()
    {
        var payload = Payload();

        Reads(Header, payload[..^1] + ",\"exp\":4000000000}").Should().BeFalse();
        Reads(Header, payload[..^1] + ",\"\\u0065xp\":4000000000}").Should().BeFalse("the escape spells the same name");
    }

    [Theory]
    [InlineData(" x")]
    [InlineData("{}")]
    [InlineData(",")]
    [InlineData("\0")]
    public void Trailing_data_is_refused(string tail) => Reads(Header, Payload() + tail).Should().BeFalse();

    [Fact]
    public void Honest_token_made_the_same_way_is_read() => Reads(Header, Payload()).Should().BeTrue();

    [Fact]
    public void Each_token_has_one_spelling()
    {
        var good = world.Parsed().Present();
        var parts = good.TrimEnd('~').Split('.');
        var spellings = new[]
        {
            $"{parts[0]}.{parts[1]}.{parts[2]}=~",
            $"{parts[0]}.{parts[1]}.{parts[2]}==~",
            $"{parts[0]} .{parts[1]}.{parts[2]}~",
            $"{parts[0]}.{parts[1]}\n.{parts[2]}~",
            $"{parts[0]}.{parts[1]}.{parts[2][..^1]}{(char)(parts[2][^1] + 1)}~",
            $"{parts[0]}.{parts[1]}.{parts[2].Replace('-', '+').Replace('_', '/')}=~",
            $" {good}",
            $"{good}\n",
            $"{parts[0]}.{parts[1]}.{parts[2]}.~",
        };

        Receipt.TryParse(good, out _).Should().BeTrue();
        spellings.Where(Reads).Should().BeEmpty();
    }

    private const string Header = """{"alg":"ES256","typ":"dc+sd-jwt"}""";

    private string Payload() => world.Parsed().SdJwt.IssuerJwt.Payload.GetRawText();

    private static bool Reads(string text) => Receipt.TryParse(text, out _);

    private bool Reads(string header, string payload)
    {
        var input = $"{Base64Url.Encode(Encoding.UTF8.GetBytes(header))}.{Base64Url.Encode(Encoding.UTF8.GetBytes(payload))}";
        var signature = world.SignerKey.Sign(Encoding.ASCII.GetBytes(input));
        return Receipt.TryParse($"{input}.{Base64Url.Encode(signature)}~", out _);
    }
}
