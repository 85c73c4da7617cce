using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>A5 on the heads root: recomputed from the heads of the export, and held against the chains the leaves told.</summary>
[Trait("Feature", "Q2")]
[Trait("Invariant", "I-26")]
public sealed class HeadsRoots
{
    private const string Origin = "audit.example/log";
    private const long Epoch = 490_000;

    private readonly A5Chains check = new(Origin, 100);
    private readonly List<(ExportedLeaf Line, byte[] C, LedgerEntry? Entry)> leaves = [];

    [Fact]
    public void The_end_of_every_chain_under_the_root_is_sound()
    {
        var (anna, bert) = (Chain(3), Chain(1));
        Root(leaves.Count, Head(anna[2], 2), Head(bert[0], 0));
        Chain(2);

        Judge(Head(anna[2], 2), Head(bert[0], 0)).Should().Be((null, 0));
    }

    [Fact]
    public void Entries_behind_the_size_of_the_root_do_not_move_its_heads()
    {
        var anna = Chain(2);
        var size = leaves.Count;
        var next = Add(Link(2, anna[1]), null);
        Root(size, Head(anna[1], 1));

        Judge(Head(anna[1], 1)).Should().Be((null, 0));
        next.Should().NotBeEmpty();
    }

    [Fact]
    public void A_chain_that_the_root_leaves_out_is_a_finding()
    {
        var (anna, _) = (Chain(3), Chain(1));
        Root(leaves.Count, Head(anna[2], 2));

        Judge(Head(anna[2], 2)).Should().Be((Fault.ChainNotUnderHeads, 1));
    }

    [Fact]
    public void An_older_end_of_a_chain_is_a_finding()
    {
        var anna = Chain(3);
        Root(leaves.Count, Head(anna[1], 1));

        Judge(Head(anna[1], 1)).Should().Be((Fault.HeadsNotOfChains, 2), "the chain is then missing too");
    }

    [Fact]
    public void What_is_of_no_chain_is_a_finding()
    {
        var anna = Chain(1);
        var nobody = RandomSource.Bytes(32);
        Root(leaves.Count, Head(anna[0], 0), Head(nobody, 4));

        Judge(Head(anna[0], 0), Head(nobody, 4)).Should().Be((Fault.HeadsNotOfChains, 1));
    }

    [Fact]
    public void One_end_under_two_labels_is_a_finding()
    {
        var anna = Chain(1);
        ExportedHead[] twice = [new(Sha256.Hash([1]), 0, anna[0]), new(Sha256.Hash([2]), 0, anna[0])];
        Root(leaves.Count, twice);

        Judge(twice).Should().Be((Fault.HeadsNotOfChains, 1));
    }

    [Fact]
    public void Another_place_than_the_links_is_a_finding()
    {
        var anna = Chain(2);
        Root(leaves.Count, Head(anna[1], 7));

        Judge(Head(anna[1], 7)).Should().Be((Fault.HeadsNotOfChains, 2), "the chain is then missing too");
    }

    [Fact]
    public void The_end_of_a_chain_whose_keys_were_destroyed_since_may_stand_there()
    {
        var anna = Chain(1);
        var closed = Add(null, null);
        Root(leaves.Count, Head(anna[0], 0), Head(closed, 12));

        Judge(Head(anna[0], 0), Head(closed, 12)).Should().Be((null, 0));
    }

    [Fact]
    public void Heads_that_do_not_give_the_root_are_tampered()
    {
        var anna = Chain(2);
        Root(leaves.Count, Head(anna[0], 0));

        Judge(Head(anna[1], 1)).Should().Be((Fault.HeadsRootDiffers, 1));
        check.Report.Status.Should().Be(CheckStatus.Tampered);
    }

    [Fact]
    public void A_root_without_its_heads_is_a_finding_and_a_log_without_a_root_says_nothing()
    {
        Chain(1);
        Root(leaves.Count);

        Judge().Should().Be((Fault.HeadsNotShown, 1));

        var none = new A5Chains(Origin, 100);
        none.End();
        none.Report.NotApplicable.Should().Equal("no-heads-entry");
    }

    [Fact]
    public void Heads_out_of_order_or_more_than_leaves_are_tampered()
    {
        var (anna, bert) = (Head(RandomSource.Bytes(32), 0), Head(RandomSource.Bytes(32), 0));
        ExportedHead[] sorted = [.. new[] { anna, bert }.OrderBy(head => Convert.ToHexString(head.Label))];
        var (reversed, many) = (new A5Chains(Origin, 100), new A5Chains(Origin, 1));

        sorted.Reverse().ToList().ForEach(head => reversed.Root.See(head, "heads/000000.jsonl:1"));
        sorted.ToList().ForEach(head => many.Root.See(head, "heads/000000.jsonl:1"));

        reversed.Report.First!.Fault.Should().Be(Fault.HeadsOutOfOrder);
        many.Report.First!.Fault.Should().Be(Fault.HeadsOutOfOrder);
    }

    [Fact]
    public void A_root_needs_no_tree()
    {
        var some = Enumerable.Range(0, 300).Select(_ => Head(RandomSource.Bytes(32), 1).ToLeaf(Origin, Epoch)).ToList();
        var sorted = some.OrderBy(leaf => Convert.ToHexString(leaf.Label)).ToArray();

        HeadsTree.RootOf(sorted).Should().Equal(HeadsTree.Of(some).Root);
        HeadsTree.RootOf([]).Should().Equal(HeadsTree.Of([]).Root);
    }

    private static ExportedHead Head(byte[] commitment, long seq) => new(Sha256.Hash(commitment), seq, commitment);

    private static BlindedLink Link(long seq, byte[] previous) => new(RandomSource.Bytes(32), seq, previous);

    private byte[][] Chain(int length)
    {
        var made = new List<byte[]>();
        for (var seq = 0; seq < length; seq++)
        {
            made.Add(Add(Link(seq, seq == 0 ? new byte[32] : made[^1]), null));
        }

        return [.. made];
    }

    private byte[] Add(BlindedLink? link, LedgerEntry? entry)
    {
        var c = RandomSource.Bytes(32);
        leaves.Add((new ExportedLeaf { Index = leaves.Count, Link = link, Name = entry is null ? null : ChainId.Heads.Name, ClosedCommitment = link is null ? c : null }, c, entry));
        return c;
    }

    private void Root(long size, params ExportedHead[] heads) => Add(
        Link(0, new byte[32]),
        new HeadsPublished(
            DateTimeOffset.FromUnixTimeSeconds(3600 * Epoch), Epoch, 3600, size, HeadsTree.Of(heads.Select(head => head.ToLeaf(Origin, Epoch))).Root, 0));

    /// <summary>The first fault, and how many there are.</summary>
    private (Fault? First, long Failures) Judge(params ExportedHead[] heads)
    {
        foreach (var head in heads.OrderBy(head => Convert.ToHexString(head.Label), StringComparer.Ordinal))
        {
            check.Root.See(head, "heads/000000.jsonl:1");
        }

        foreach (var (line, c, entry) in leaves)
        {
            check.See(new AuditedLeaf(line, c, entry, "leaves/000000.jsonl"));
        }

        check.End();
        return (check.Report.First?.Fault, check.Report.Failures);
    }
}
