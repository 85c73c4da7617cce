using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger.Tests.Text;

/// <summary>What is read the short way is read the long way too: neither accepts a second spelling.</summary>
[Trait("Invariant", "I-18")]
public sealed class TwoReadersOneForm
{
    private const int Rounds = 20_000;
    private static readonly byte[] Bytes = "{}[],:\"\\-+.eE0123456789 \n\tabnulltruefalse_~\u007f"u8.ToArray();

    [Fact]
    public void A_changed_line_of_an_export_is_accepted_only_in_the_one_spelling_of_what_it_says()
    {
        var random = new Random(7);
        var accepted = 0;
        foreach (var line in Lines())
        {
            ExportedLeaf.TryParse(line, out var whole).Should().BeTrue();
            whole!.ToLine().Should().Equal(line);
            for (var round = 0; round < Rounds / 4; round++)
            {
                var changed = Change(line, random);
                if (ExportedLeaf.TryParse(changed, out var leaf))
                {
                    accepted++;
                    leaf.ToLine().AsSpan().SequenceEqual(changed).Should().BeTrue(Encoding.UTF8.GetString(changed));
                }
            }
        }

        accepted.Should().BePositive("a changed key is another key");
    }

    [Fact]
    public void Changed_text_is_canonical_only_when_writing_it_again_gives_the_same_bytes()
    {
        var random = new Random(8);
        var text = "{\"a\":[1,-20,{\"b\":\"東北\",\"c\":null}],\"b\":\"\\n\",\"d\":{},\"e\":[true,false],\"z\":9007199254740991}"u8.ToArray();
        CanonicalJson.TryParse(text, out _).Should().BeTrue();
        for (var round = 0; round < Rounds; round++)
        {
            var changed = Change(text, random);
            if (CanonicalJson.TryParse(changed, out _))
            {
                CanonicalJson.TryCanonicalize(changed, out var again).Should().BeTrue();
                again.AsSpan().SequenceEqual(changed).Should().BeTrue(Encoding.UTF8.GetString(changed));
            }
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"b\":1,\"a\":1}")]
    [InlineData("{\"a\":-0}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":1e1}")]
    [InlineData("{\"a\":9007199254740992}")]
    [InlineData("{\"a\":-9007199254740992}")]
    [InlineData("{\"a\":99999999999999999999}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("{\"a\":1},")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"\\u0061\":1}")]
    [InlineData("\"\\u0061\"")]
    [InlineData("tru")]
    [InlineData("")]
    public void Other_spellings_are_refused(string text) => CanonicalJson.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();

    [Theory]
    [InlineData("{\"a\":-1}")]
    [InlineData("{\"\u007f\":0}")]
    [InlineData("{\"é\":0,\"ａ\":1}")]
    [InlineData("[[],{},\"\",null]")]
    [InlineData("0")]
    public void The_one_spelling_is_accepted(string text) => CanonicalJson.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeTrue();

    [Theory]
    [InlineData(CanonicalJson.MaxDepth, true)]
    [InlineData(CanonicalJson.MaxDepth + 1, false)]
    [InlineData(10_000, false)]
    public void Depth_is_bounded(int depth, bool good) =>
        CanonicalJson.TryParse(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)), out _).Should().Be(good);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        CanonicalJson.TryParse(new byte[] { (byte)'"', 0xc3, (byte)'"' }, out _).Should().BeFalse();
        CanonicalJson.TryParse(new byte[] { (byte)'"', 0xed, 0xa0, 0x80, (byte)'"' }, out _).Should().BeFalse();
    }

    [Fact]
    public void Both_readers_of_base64url_agree()
    {
        var random = new Random(9);
        for (var round = 0; round < Rounds; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => "AQgw_-=+/ é"[random.Next(11)])]);

            Base64Url.TryDecodeUtf8(Encoding.UTF8.GetBytes(text), out var utf8).Should().Be(Base64Url.TryDecode(text, out var chars), text);
            (utf8 ?? []).Should().Equal(chars ?? []);
        }
    }

    [Theory]
    [InlineData("2026-02-28T23:59:59.999Z")]
    [InlineData("2024-02-29T00:00:00.000Z")]
    [InlineData("2023-02-29T00:00:00.000Z")]
    [InlineData("2026-13-01T00:00:00.000Z")]
    [InlineData("2026-00-01T00:00:00.000Z")]
    [InlineData("2026-01-00T00:00:00.000Z")]
    [InlineData("2026-04-31T00:00:00.000Z")]
    [InlineData("2026-01-01T24:00:00.000Z")]
    [InlineData("2026-01-01T00:60:00.000Z")]
    [InlineData("2026-06-30T23:59:60.000Z")]
    [InlineData("0000-01-01T00:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("2026-01-01T00:00:00.00Z")]
    [InlineData("2026-01-01t00:00:00.000Z")]
    [InlineData("2026-01-01T00:00:00.000z")]
    [InlineData("2026-01-01 00:00:00.000Z")]
    [InlineData("2026-01-01T00:00:0/.000Z")]
    [InlineData("+026-01-01T00:00:00.000Z")]
    [InlineData("")]
    public void Both_readers_of_time_agree(string text)
    {
        var utf8 = Encoding.ASCII.GetBytes(text);

        Instant.TryParse(utf8, out var time).Should().Be(Instant.TryParse(text, out var same));

        time.Should().Be(same);
        if (time != default)
        {
            Span<byte> written = stackalloc byte[Instant.Chars];
            Instant.Format(time, written);
            Encoding.ASCII.GetString(written).Should().Be(text).And.Be(Instant.Format(time));
        }
    }

    // Two in a row at most: most changes leave no line at all, and some leave another one.
    private static byte[] Change(byte[] text, Random random)
    {
        var changed = text.ToList();
        for (var n = random.Next(1, 3); n > 0; n--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0: changed[at] = Bytes[random.Next(Bytes.Length)]; break;
                case 1: changed.Insert(at, Bytes[random.Next(Bytes.Length)]); break;
                case 2: changed.RemoveAt(at); break;
                default: changed[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. changed];
    }

    private static IEnumerable<byte[]> Lines()
    {
        var link = new BlindedLink(RandomSource.Bytes(32), 12, RandomSource.Bytes(32));
        var opened = new ExportedLeaf
        {
            Index = 7, Body = "{\"a\":1}"u8.ToArray(), BodyKey = RandomSource.Bytes(32), LinkKey = RandomSource.Bytes(32), Link = link,
        };
        yield return (opened with { Who = Pseudonym.Of(new byte[32], ResidentId.New()) }).ToLine();
        yield return (opened with { Name = "cover", ChainKey = RandomSource.Bytes(32) }).ToLine();
        yield return new ExportedLeaf { Index = 0, BodyMac = RandomSource.Bytes(32), LinkKey = RandomSource.Bytes(32), Link = link }.ToLine();
        yield return new ExportedLeaf { Index = 0, ClosedCommitment = RandomSource.Bytes(32) }.ToLine();
    }
}
