using System.Text;
using LiteDB;
using Pds.Cryptography;

namespace Pds.Client.Tests;

public sealed class ReceiptBookTests
{
    [Fact]
    [Trait("Invariant", "I-30")]
    public async Task The_book_never_holds_an_opened_share_nor_a_value()
    {
        await using var here = await EnrolledCity.StartAsync();
        await here.Client.RequestDataAsync(here.AskName);

        var files = Directory.GetFiles(here.Options.IdentityFolder).SelectMany(File.ReadAllBytes).ToArray();

        foreach (var needle in Spellings(here.Grant.Share).Concat(Spellings(Encoding.UTF8.GetBytes(TinyDisclosures.Canary))))
        {
            files.AsSpan().IndexOf(needle).Should().Be(-1);
        }
    }

    [Fact]
    public async Task The_search_above_would_find_a_share()
    {
        await using var here = await EnrolledCity.StartAsync();
        var file = Path.Combine(here.Options.IdentityFolder, "planted");
        await File.WriteAllTextAsync(file, Convert.ToBase64String(here.Grant.Share));

        var files = Directory.GetFiles(here.Options.IdentityFolder).Where(name => name == file).SelectMany(File.ReadAllBytes).ToArray();

        Spellings(here.Grant.Share).Any(needle => files.AsSpan().IndexOf(needle) >= 0).Should().BeTrue();
    }

    [Fact]
    public async Task The_book_can_be_rebuilt_from_the_server()
    {
        await using var here = await EnrolledCity.StartAsync();
        var second = TinyGrants.Give(here.City, here.Options, here.Client.OrganizationId);
        here.Client.Receipts.Clear();

        var count = await here.Client.RebuildReceiptBookAsync();

        count.Should().Be(2);
        here.Client.Receipts.Find(second.Grant.ToString())!.Receipt.Should().Be(second.Receipt.SdJwt);
    }

    [Fact]
    [Trait("Invariant", "I-31")]
    public void A_row_put_in_the_place_of_another_does_not_open()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "receipts.db");
        var key = SecretBytes.Random(32);
        using (var book = new ReceiptBook(file, key.Copy()))
        {
            book.Keep(Kept("grt_one"));
            book.Keep(Kept("grt_two"));
        }

        using (var database = new LiteDatabase(file))
        {
            var rows = database.GetCollection("receipts");
            var one = rows.FindById("grt_one");
            one["body"] = rows.FindById("grt_two")["body"];
            rows.Update(one);
        }

        using var reopened = new ReceiptBook(file, key);
        reopened.Find("grt_one").Should().BeNull();
        reopened.Find("grt_two").Should().NotBeNull();
    }

    [Fact]
    public void A_kept_receipt_is_replaced_and_forgotten()
    {
        using var folder = new TemporaryFolder();
        using var book = new ReceiptBook(Path.Combine(folder.Path, "receipts.db"), SecretBytes.Random(32));
        book.Keep(Kept("grt_one"));
        book.Keep(Kept("grt_one") with { Purpose = "other@2" });

        book.Find("grt_one")!.Purpose.Should().Be("other@2");
        book.All().Should().ContainSingle();
        book.Forget("grt_one").Should().BeTrue();
        book.Find("grt_one").Should().BeNull();
    }

    private static KeptReceipt Kept(string id) => new(
        id, "purpose@1", "dataset@1", "a.b.c~", [1, 2, 3], DateTimeOffset.UnixEpoch, new DateOnly(2026, 1, 1), new DateOnly(2026, 4, 1));

    private static IEnumerable<byte[]> Spellings(byte[] secret)
    {
        yield return secret;
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(secret));
        for (var shift = 0; shift < 3; shift++)
        {
            // Base64 of the secret inside other bytes: cut the characters that depend on its neighbours.
            var text = Convert.ToBase64String([.. new byte[shift], .. secret, 0, 0, 0]);
            yield return Encoding.ASCII.GetBytes(text[4..(secret.Length * 4 / 3)]);
            yield return Encoding.ASCII.GetBytes(text[4..(secret.Length * 4 / 3)].Replace('+', '-').Replace('/', '_'));
        }
    }
}
