using Pds.Cryptography;

namespace Pds.Ledger.Tests.Heads;

/// <summary>The tree over the heads of all chains: its root, its proofs, and what no proof can be made to say.</summary>
public sealed class HeadsTreeTests
{
    private const string Origin = "pds.test.example/log";
    private const long Epoch = 493_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(300)]
    public void The_root_is_that_of_the_slow_reference(int count)
    {
        var leaves = Leaves(count);

        HeadsTree.Of(leaves).Root.Should().Equal(SlowTree.Root(leaves));
        HeadsTree.Of(leaves.Reverse()).Root.Should().Equal(SlowTree.Root(leaves), "the order of the leaves is nothing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(254)]
    [InlineData(255)]
    public void Labels_that_part_late_have_a_long_path(int shared)
    {
        var (one, other) = (Leaf(new byte[32]), Leaf(WithBit(new byte[32], shared)));
        var third = Leaf([0xff, .. new byte[31]]);
        HeadLeaf[] leaves = shared == 0 ? [one, other] : [one, other, third];

        var tree = HeadsTree.Of(leaves);

        tree.Root.Should().Equal(SlowTree.Root(leaves));
        var proof = tree.Prove(one.Label);
        proof.Siblings.Should().HaveCount(shared + 1);
        proof.Includes(one, tree.Root).Should().BeTrue();
        proof.Includes(other, tree.Root).Should().BeFalse();
    }

    [Fact]
    public void Another_implementation_gives_the_same_bytes()
    {
        HeadLeaf[] leaves = [.. Enumerable.Range(0, 3).Select(n => HeadLeaf.Of(
            Enumerable.Repeat((byte)n, 32).ToArray(), Origin, Epoch, n, Sha256.Hash([(byte)n])))];
        using var blinding = SecretBytes.CopyOf([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);

        // Computed with Python's hmac and hashlib from the formats in the README.
        Convert.ToHexStringLower(HeadLeaf.LabelKeyOf(blinding, Origin)).Should().Be("7e8da434168c116ff336fca66e2956ff7f0870b83fe5e3c375c1bc25f3793490");
        Convert.ToHexStringLower(leaves[1].Label).Should().Be("d6c78b0a561ab1f130173b23e2d5473db913289b6cc95c4d18a5d28caa0212ac");
        Convert.ToHexStringLower(leaves[1].Value).Should().Be("6a3e450d58521edea2b0ee7daf6d158a6d8776b97b7d70968e0f5b173a884249");
        Convert.ToHexStringLower(HeadsTree.Of(leaves).Root).Should().Be("5b12c160c8d041c25674d22ebbd4150bbfea50acce423c53fb3876c08aa53038");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(300)]
    public void Every_leaf_is_proved_and_what_is_absent_is_proved_absent(int count)
    {
        var leaves = Leaves(count);
        var tree = HeadsTree.Of(leaves);

        foreach (var leaf in leaves)
        {
            var proof = tree.Prove(leaf.Label);
            proof.Includes(leaf, tree.Root).Should().BeTrue();
            proof.Excludes(leaf.Label, tree.Root).Should().BeFalse();
        }

        foreach (var strange in Leaves(200, "strange"))
        {
            var proof = tree.Prove(strange.Label);
            proof.Excludes(strange.Label, tree.Root).Should().BeTrue();
            proof.Includes(strange, tree.Root).Should().BeFalse();
        }
    }

    [Fact]
    public void In_a_tree_without_leaves_everything_is_absent()
    {
        var tree = HeadsTree.Of([]);

        tree.Root.Should().Equal(new byte[32]);
        tree.Prove(Leaves(1)[0].Label).Excludes(Leaves(1)[0].Label, tree.Root).Should().BeTrue();
    }

    [Fact]
    public void A_proof_with_any_flipped_byte_is_refused()
    {
        var leaves = Leaves(40);
        var tree = HeadsTree.Of(leaves);
        var proof = tree.Prove(leaves[7].Label);

        for (var at = 0; at < proof.Siblings.Count; at++)
        {
            for (var position = 0; position < 32; position++)
            {
                var wrong = proof.Siblings.Select(hash => hash.ToArray()).ToArray();
                wrong[at][position] ^= 1;
                (proof with { Siblings = wrong }).Includes(leaves[7], tree.Root).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void A_proof_of_another_shape_is_refused()
    {
        var leaves = Leaves(40);
        var tree = HeadsTree.Of(leaves);
        var (proof, leaf) = (tree.Prove(leaves[7].Label), leaves[7]);
        byte[][] siblings = [.. proof.Siblings];

        bool Holds(params byte[][] path) => (proof with { Siblings = path }).Includes(leaf, tree.Root);

        Holds(siblings).Should().BeTrue();
        Holds([.. siblings[..^1]]).Should().BeFalse("missing its last");
        Holds([.. siblings[1..]]).Should().BeFalse("missing its first");
        Holds([.. siblings, new byte[32]]).Should().BeFalse("an empty sibling too deep");
        Holds([siblings[1], siblings[0], .. siblings[2..]]).Should().BeFalse("swapped");
        Holds([siblings[0][..31], .. siblings[1..]]).Should().BeFalse("a short hash");
        Holds([.. Enumerable.Repeat(siblings[0], 257)]).Should().BeFalse("deeper than a label");
        (proof with { Other = leaves[8] }).Includes(leaf, tree.Root).Should().BeFalse("another leaf beside inclusion");
        tree.Prove(leaves[8].Label).Includes(leaf, tree.Root).Should().BeFalse("another leaf's proof");
    }

    [Fact]
    public void Absence_is_not_proved_by_a_leaf_of_another_path()
    {
        var leaves = Leaves(40);
        var tree = HeadsTree.Of(leaves);
        var strange = Leaves(50, "strange").First(leaf => tree.Prove(leaf.Label).Other is not null).Label;
        var proof = tree.Prove(strange);

        (proof with { Other = null }).Excludes(strange, tree.Root).Should().BeFalse();
        (proof with { Other = leaves.First(leaf => leaf != proof.Other) }).Excludes(strange, tree.Root).Should().BeFalse();
        proof.Excludes(proof.Other!.Label, tree.Root).Should().BeFalse("the leaf that is there");
        proof.Excludes([.. strange.Select(part => (byte)~part)], tree.Root).Should().BeFalse("another path");
        proof.Excludes(strange[..31], tree.Root).Should().BeFalse("a short label");
    }

    [Fact]
    public void A_leaf_says_nothing_about_another_epoch_origin_place_or_entry()
    {
        var (key, commitment) = (RandomSource.Bytes(32), RandomSource.Bytes(32));
        var leaf = HeadLeaf.Of(key, Origin, Epoch, 4, commitment);
        var tree = HeadsTree.Of([leaf, .. Leaves(20)]);
        var proof = tree.Prove(leaf.Label);

        proof.Includes(leaf, tree.Root).Should().BeTrue();
        proof.Includes(HeadLeaf.Of(key, Origin, Epoch + 1, 4, commitment), tree.Root).Should().BeFalse();
        proof.Includes(HeadLeaf.Of(key, Origin + "x", Epoch, 4, commitment), tree.Root).Should().BeFalse();
        proof.Includes(HeadLeaf.Of(key, Origin, Epoch, 3, commitment), tree.Root).Should().BeFalse();
        proof.Includes(HeadLeaf.Of(key, Origin, Epoch, 4, RandomSource.Bytes(32)), tree.Root).Should().BeFalse();
        proof.Includes(HeadLeaf.Of(RandomSource.Bytes(32), Origin, Epoch, 4, commitment), tree.Root).Should().BeFalse();
        HeadLeaf.LabelOf(key, Origin, Epoch + 1).Should().NotEqual(leaf.Label, "nobody follows a chain across epochs");
    }

    [Fact]
    public void A_label_stands_in_the_tree_once()
    {
        var leaf = Leaves(1)[0];

        FluentActions.Invoking(() => HeadsTree.Of([leaf, leaf with { Value = new byte[32] }])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => HeadsTree.Of([leaf with { Value = new byte[31] }])).Should().Throw<ArgumentException>();
    }

    private static HeadLeaf[] Leaves(int count, string name = "leaf") => [.. Enumerable.Range(0, count).Select(n => Leaf(Sha256.Hash(
        System.Text.Encoding.UTF8.GetBytes($"{name} {n}"))))];

    private static HeadLeaf Leaf(byte[] label) => new(label, Sha256.Hash(label));

    private static byte[] WithBit(byte[] label, int bit)
    {
        label[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return label;
    }
}
