using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Pds.Cryptography;

namespace Pds.Ledger.Tests.Commitments;

public sealed class CommitmentTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"at\":\"2026-04-01T00:00:00.000Z\",\"kind\":\"Cover\",\"v\":1}");
    private static readonly EntryLink Link = new("res:1", 5, new byte[32]);

    [Fact]
    public void The_commitment_is_what_the_design_writes_out()
    {
        using SecretBytes blindingKey = SecretBytes.CopyOf([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        byte[] Lp(string label) =>
            [.. Length(label.Length), .. Encoding.ASCII.GetBytes(label), .. Length(8), 0, 0, 0, 0, 0, 0, 0, 5];
        byte[] ob = HmacSha256.Mac(blindingKey.Span, [.. Lp("pds/open/body/v1"), 1]);
        byte[] on = HmacSha256.Mac(blindingKey.Span, [.. Lp("pds/open/link/v1"), 1]);
        byte[] oc = HmacSha256.Mac(blindingKey.Span, [.. Lp("pds/open/chain/v1"), 1]);
        string chain = Base64Url.Encode(HmacSha256.Mac(oc, Encoding.ASCII.GetBytes("res:1")));
        byte[] link = Encoding.ASCII.GetBytes("{\"chain\":\"" + chain + "\",\"prev\":\"" + new string('A', 43) + "\",\"seq\":5}");
        byte[] b = HmacSha256.Mac(ob, Body), n = HmacSha256.Mac(on, link);

        EntryOpening opening = Commitment.Commit(blindingKey, Link, Body);

        opening.BodyKey.Should().Equal(ob);
        opening.LinkMac.Should().Equal(n);
        opening.ToCommitment().Should().Equal(Sha256.Hash([.. Encoding.ASCII.GetBytes("pds-consent-commit/v1\n"), .. b, .. n]));
    }

    [Fact]
    public void The_link_written_by_hand_is_the_canonical_json()
    {
        Gen.Select(Gen.Byte.Array[32], Gen.Long[0, (1L << 53) - 1], Gen.Byte.Array[32]).Sample((chain, seq, prev) =>
            new BlindedLink(chain, seq, prev).ToBytes().Should().Equal(CanonicalJson.Serialize(new JsonObject
            {
                ["chain"] = Base64Url.Encode(chain),
                ["prev"] = Base64Url.Encode(prev),
                ["seq"] = seq,
            })), iter: 500);
    }

    [Fact]
    public void A_link_shows_its_place_and_never_the_same_name_twice()
    {
        using SecretBytes key = SecretBytes.Random(32);
        BlindedLink[] links = [.. Enumerable.Range(0, 4).Select(seq => (Link with { Seq = seq }).Blind(Commitment.ChainKey(key, seq)))];

        links.Select(link => Convert.ToHexString(link.Chain.Span)).Should().OnlyHaveUniqueItems();
        links.Select(link => Encoding.ASCII.GetString(link.ToBytes())).Should().OnlyContain(text => !text.Contains("res:1"));
    }

    [Fact]
    public void Another_place_key_or_body_gives_another_commitment()
    {
        using SecretBytes key = SecretBytes.Random(32), otherKey = SecretBytes.Random(32);
        byte[][] commitments =
        [
            Commitment.Commit(key, Link, Body).ToCommitment(),
            Commitment.Commit(otherKey, Link, Body).ToCommitment(),
            Commitment.Commit(key, Link with { Seq = 6 }, Body).ToCommitment(),
            Commitment.Commit(key, Link with { Chain = "res:2" }, Body).ToCommitment(),
            Commitment.Commit(key, Link with { Prev = Sha256.Hash([]) }, Body).ToCommitment(),
            Commitment.Commit(key, Link, [.. Body, (byte)' ']).ToCommitment(),
        ];

        commitments.Select(Convert.ToHexString).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_leaf_is_thirty_three_bytes_behind_a_version()
    {
        byte[] commitment = TestLeaves.Commitment(1);

        LeafEntry.Of(commitment).Should().HaveCount(33).And.StartWith([0x01, commitment[0]]);
        LeafEntry.Hash(commitment).Should().Equal(Sha256.Hash([0x00, 0x01, .. commitment]));
    }

    [Fact]
    public void An_opening_reads_back_and_prints_nothing_of_its_body()
    {
        using SecretBytes key = SecretBytes.Random(32);
        EntryOpening opening = Commitment.Commit(key, Link, Body);

        EntryOpening.TryParse(opening.ToJson(), out EntryOpening? read).Should().BeTrue();

        read!.ToCommitment().Should().Equal(opening.ToCommitment());
        opening.ToString().Should().Be("EntryOpening");
    }

    [Theory]
    [InlineData("{\"body\":\"\",\"n\":\"N\",\"ob\":\"O\",\"x\":1}", "an unknown member")]
    [InlineData("{\"body\":\"\",\"n\":\"N\"}", "a member missing")]
    [InlineData("{\"n\":\"N\",\"body\":\"\",\"ob\":\"O\"}", "another order")]
    [InlineData("{\"body\":1,\"n\":\"N\",\"ob\":\"O\"}", "no text")]
    [InlineData("{\"body\":\"=\",\"n\":\"N\",\"ob\":\"O\"}", "no base64url")]
    [InlineData("{\"body\":\"\",\"n\":\"AAAA\",\"ob\":\"O\"}", "a short MAC")]
    [InlineData("[]", "no object")]
    public void A_malformed_opening_is_refused(string text, string because)
    {
        string json = text.Replace("\"N\"", $"\"{new string('A', 43)}\"").Replace("\"O\"", $"\"{new string('A', 43)}\"");

        EntryOpening.TryParse(Encoding.ASCII.GetBytes(json), out _).Should().BeFalse(because);
    }

    private static byte[] Length(int length)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }
}
