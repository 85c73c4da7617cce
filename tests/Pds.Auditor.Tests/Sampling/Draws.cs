using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pds.Auditor.Sampling;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Sampling;

/// <summary>The draw: the same for everybody, known to nobody before, without favour.</summary>
public sealed class Draws
{
    private static readonly byte[] Root = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly OrganizationId Hospital = OrganizationId.New(), Water = OrganizationId.New(), Shop = OrganizationId.New();
    private static readonly GrantId Grant = GrantId.New();

    [Fact]
    public void The_documented_algorithm_written_again_draws_the_same()
    {
        var all = Some(Hospital, 0, 200);

        var drawn = new SampleDraw(Root, 4096, "さいころ 6-2-5").Draw(all, 12);

        // README: K = SHA-256(LP(label, root, size, seed)), v = HMAC(K, index), ascending.
        byte[] parts = [.. Part("pds/audit/sample/v1"u8), .. Part(Root), .. Part(BigEndian(4096)), .. Part(Encoding.UTF8.GetBytes("さいころ 6-2-5"))];
        var key = SHA256.HashData(parts);
        drawn.Select(one => one.Leaf).Should().Equal(
            all.Select(one => one.Leaf).OrderBy(leaf => Convert.ToHexString(HMACSHA256.HashData(key, BigEndian(leaf))), StringComparer.Ordinal).Take(12));
    }

    [Fact]
    public void The_order_in_which_they_are_given_changes_nothing()
    {
        var all = Some(Hospital, 0, 50);

        new SampleDraw(Root, 64, "a").Draw(all, 9).Should().Equal(new SampleDraw(Root, 64, "a").Draw([.. all.Reverse()], 9));
    }

    [Fact]
    public void Another_seed_root_or_size_is_another_draw()
    {
        var all = Some(Hospital, 0, 500);
        var drawn = new SampleDraw(Root, 1000, "1").Draw(all, 25);
        byte[] other = [.. Root[..31], 0xff];

        new SampleDraw(Root, 1000, "2").Draw(all, 25).Should().NotBeEquivalentTo(drawn);
        new SampleDraw(other, 1000, "1").Draw(all, 25).Should().NotBeEquivalentTo(drawn);
        new SampleDraw(Root, 1001, "1").Draw(all, 25).Should().NotBeEquivalentTo(drawn);
    }

    [Fact]
    public void Every_recipient_is_there_when_there_is_room()
    {
        IReadOnlyList<Candidate> all = [.. Some(Hospital, 0, 5000), .. Some(Water, 5000, 1), .. Some(Shop, 5001, 1)];

        for (var seed = 0; seed < 50; seed++)
        {
            new SampleDraw(Root, 8192, $"{seed}").Draw(all, 3).Select(one => one.Recipient).Should().OnlyHaveUniqueItems().And.HaveCount(3);
        }
    }

    [Fact]
    public void Without_room_for_every_recipient_none_is_preferred()
    {
        IReadOnlyList<Candidate> all = [.. Some(Hospital, 0, 50), .. Some(Water, 50, 50), .. Some(Shop, 100, 50)];

        var firsts = Enumerable.Range(0, 600).Select(seed => new SampleDraw(Root, 256, $"{seed}").Draw(all, 1).Single().Recipient).ToList();

        firsts.GroupBy(one => one).Select(group => group.Count()).Should().HaveCount(3).And.OnlyContain(count => count > 140 && count < 260);
    }

    [Fact]
    public void Each_disclosure_of_a_recipient_is_as_likely_as_any_other()
    {
        const int seeds = 2000;
        var all = Some(Hospital, 0, 20);

        var counts = Enumerable.Range(0, seeds).SelectMany(seed => new SampleDraw(Root, 64, $"{seed}").Draw(all, 5)).GroupBy(one => one.Leaf)
            .ToDictionary(group => group.Key, group => group.Count());

        // 5 of 20: 500 each, standard deviation 19.4; five of them on either side.
        counts.Should().HaveCount(20);
        counts.Values.Should().OnlyContain(count => Math.Abs(count - 500) < 97);
    }

    [Fact]
    public void A_larger_sample_holds_the_smaller_one()
    {
        IReadOnlyList<Candidate> all = [.. Some(Hospital, 0, 300), .. Some(Water, 300, 3), .. Some(Shop, 303, 40)];
        var draw = new SampleDraw(Root, 512, "x");

        draw.Draw(all, 40).Should().Contain(draw.Draw(all, 10));
    }

    [Fact]
    public void No_more_are_drawn_than_there_are_and_none_twice()
    {
        var all = Some(Hospital, 0, 7);

        new SampleDraw(Root, 64, "x").Draw(all, 25).Should().OnlyHaveUniqueItems().And.HaveCount(7);
        new SampleDraw(Root, 64, "x").Draw([], 25).Should().BeEmpty();
    }

    private static IReadOnlyList<Candidate> Some(OrganizationId recipient, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(leaf => new Candidate(leaf, recipient, Grant))];

    private static byte[] BigEndian(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Part(ReadOnlySpan<byte> bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
