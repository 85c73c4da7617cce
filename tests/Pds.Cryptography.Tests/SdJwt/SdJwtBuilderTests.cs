using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Pds.Cryptography.Tests;

public sealed class SdJwtBuilderTests
{
    private const string Typ = "test+sd-jwt";

    [Fact]
    public void Whole_token_gives_all_claims_back()
    {
        using var key = Es256Key.Create();

        var text = Build().Sign(key, Typ, null);

        SdJwt.TryParse(text, Typ, out var sdJwt, out var defect).Should().BeTrue(defect.ToString());
        sdJwt!.IsSignedBy(key.PublicKey).Should().BeTrue();
        sdJwt.KeyBindingJwt.Should().BeNull();
        SdTree.Sorted(JsonSerializer.SerializeToNode(sdJwt.Claims)).Should().Be(
            SdTree.Sorted(JsonNode.Parse("""{"iss":"x","氏名":"見本 花子","住所":{"市":"むつ市"},"空":null}""")));
    }

    [Fact]
    public void Chosen_disclosures_and_nothing_else_are_shown()
    {
        using var key = Es256Key.Create();
        var text = Build().Sign(key, Typ, null);
        SdJwt.TryParse(text, Typ, out var whole, out _).Should().BeTrue();

        var shown = whole!.Present(d => d.Name == "住所");

        SdJwt.TryParse(shown, Typ, out var sdJwt, out _).Should().BeTrue();
        sdJwt!.Claims.GetRawText().Should().Be("""{"iss":"x","住所":{"市":"むつ市"}}""");
        sdJwt.IsSignedBy(key.PublicKey).Should().BeTrue();
        shown.Should().NotContain(whole.Disclosures.Single(d => d.Name == "氏名").Encoded);
    }

    [Fact]
    public void Number_of_digests_hides_the_number_of_claims_and_their_order()
    {
        using var key = Es256Key.Create();
        var counts = new List<int>();
        for (var claims = 0; claims <= 9; claims++)
        {
            var builder = new SdJwtBuilder(new JsonObject());
            for (var i = 0; i < claims; i++)
            {
                builder.Disclosable("c" + i, i);
            }

            SdJwt.TryParse(builder.Sign(key, Typ, null, 8), Typ, out var sdJwt, out _).Should().BeTrue();
            var digests = sdJwt!.IssuerJwt.Payload.GetProperty("_sd").EnumerateArray().Select(d => d.GetString()!).ToList();
            digests.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
            digests.Should().OnlyContain(d => d.Length == 43);
            counts.Add(digests.Count);
        }

        counts.Should().Equal(8, 8, 8, 8, 8, 8, 8, 8, 8, 16);
    }

    [Fact]
    public void Salts_are_128_bits_and_never_the_same()
    {
        var salts = Enumerable.Range(0, 1000).Select(_ => SaltOf(SdDisclosure.OfClaim("name", "値"))).ToList();

        salts.Should().OnlyHaveUniqueItems();
        salts.Should().OnlyContain(s => s.Length == 16);
    }

    [Theory]
    [InlineData("_sd")]
    [InlineData("...")]
    [InlineData("_sd_alg")]
    public void Names_of_the_format_cannot_be_claims(string name)
    {
        FluentActions.Invoking(() => SdDisclosure.OfClaim(name, 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new SdJwtBuilder(new JsonObject { [name] = 1 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void One_name_twice_cannot_be_built()
    {
        FluentActions.Invoking(() => Build().Disclosable("氏名", 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Build().Disclosable("iss", 1)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Any_tree_with_any_marks_reads_as_the_part_that_is_shown() =>
        SdTree.Generator.Sample(
            tree =>
            {
                using var key = Es256Key.Create();
                var folded = SdTree.Fold(tree.Root);
                var jwt = CompactJws.Sign(key, Typ, folded.Payload);

                Read(jwt, folded.Disclosures.Select(d => d.Encoded)).Should().Be(SdTree.Plain(tree.Root));

                var shown = folded.Disclosures.Where(d => SdTree.IsShown(d, folded, tree.Seed)).ToHashSet();
                Read(jwt, shown.Select(d => d.Encoded)).Should().Be(SdTree.Pruned(folded, shown));
            },
            iter: 300);

    [Fact]
    public void Disclosure_whose_parent_is_not_shown_is_refused() =>
        SdTree.Generator.Sample(
            tree =>
            {
                using var key = Es256Key.Create();
                var folded = SdTree.Fold(tree.Root);
                var jwt = CompactJws.Sign(key, Typ, folded.Payload);

                foreach (var child in folded.Disclosures.Where(d => folded.ParentOf(d) is not null))
                {
                    Read(jwt, [child.Encoded]).Should().Be("refused");
                }
            },
            iter: 100);

    private static string Read(string jwt, IEnumerable<string> disclosures) =>
        SdJwt.TryParse(SdJwt.Join(jwt, disclosures), Typ, out var sdJwt, out _)
            ? SdTree.Sorted(JsonSerializer.SerializeToNode(sdJwt.Claims))
            : "refused";

    private static byte[] SaltOf(SdDisclosure disclosure)
    {
        Base64Url.TryDecode(disclosure.Encoded, out var json).Should().BeTrue();
        using var array = JsonDocument.Parse(json!);
        return Base64Url.TryDecode(array.RootElement[0].GetString(), out var salt) ? salt : [];
    }

    private static SdJwtBuilder Build() => new SdJwtBuilder(new JsonObject { ["iss"] = "x" })
        .Disclosable("氏名", "見本 花子")
        .Disclosable("住所", new JsonObject { ["市"] = "むつ市" })
        .Disclosable("空", null);
}
