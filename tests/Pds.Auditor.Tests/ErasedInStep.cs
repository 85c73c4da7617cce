using Pds.Auditor.Checks;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>
/// A10 on erased leaves, where the operator lies in the log itself and signs it: every closed leaf has its bit, every bit its closed leaf, the
/// entries add up, and the last of them commits to the bitmap.
/// </summary>
[Trait("Feature", "N15")]
public sealed class ErasedInStep
{
    private const int Size = 16;

    [Fact]
    public void Leaves_that_the_bitmap_holds_and_the_entries_count_are_sound() => Check([2, 5], [2, 5], leaves: 2).Should().BeEmpty();

    [Fact]
    public void A_log_without_erasures_needs_no_bitmap() => Faults(Run([], null, [])).Should().BeEmpty();

    [Fact]
    public void A_closed_leaf_without_a_bit_is_reported() => Check([2, 5], [2], leaves: 1).Should().Equal(Fault.ClosedUnexplained);

    [Fact]
    public void A_closed_leaf_in_a_log_without_erasures_is_reported() => Faults(Run([2], null, [])).Should().Equal(Fault.ClosedUnexplained);

    [Fact]
    public void A_bit_for_a_leaf_that_is_shown_is_reported() => Check([2], [2, 5], leaves: 2).Should().Equal(Fault.ErasedLeafShown);

    [Fact]
    public void A_bitmap_with_more_leaves_than_were_counted_is_reported() => Check([2, 5], [2, 5], leaves: 1).Should().Equal(Fault.BitmapMiscounted);

    [Fact]
    public void A_missing_bitmap_is_reported() =>
        Faults(Run([], null, [new HistoryErased(Now, 1, 1, Size, new byte[32])])).Should().Equal(Fault.BitmapDiffers);

    [Fact]
    public void A_bitmap_without_an_erasure_is_reported() => Faults(Run([], Bitmap(), [])).Should().Equal(Fault.BitmapDiffers);

    [Fact]
    public void Another_bitmap_than_the_one_committed_to_is_reported() =>
        Faults(Run([2], Bitmap(2), [new HistoryErased(Now, 1, 1, Size, Sha256.Hash(Bitmap(2))) with { BitmapSha256 = new byte[32] }]))
            .Should().Contain(Fault.BitmapDiffers);

    [Fact]
    public void An_erasure_in_another_chain_is_reported() => Check([2], [2], leaves: 1, chain: ChainId.Keys.Name).Should().Equal(Fault.ErasureOutOfStep);

    [Fact]
    public void Erasures_that_do_not_add_up_are_reported()
    {
        var file = Bitmap(2, 5);

        Faults(Run([2, 5], file, [new HistoryErased(Now, 1, 1, 8, new byte[32]), new HistoryErased(Now, 1, 3, Size, Sha256.Hash(file))]))
            .Should().Equal(Fault.ErasureOutOfStep);
    }

    [Fact]
    public void An_erasure_of_leaves_behind_itself_is_reported()
    {
        byte[] file = [.. Bitmap(2), 0, 0, 0, 0];

        Faults(Run([2], file, [new HistoryErased(Now, 1, 1, Size + 32, Sha256.Hash(file))])).Should().Equal(Fault.ErasureOutOfStep);
    }

    private static DateTimeOffset Now => new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static List<Fault> Check(long[] closed, long[] bits, long leaves, string? chain = null)
    {
        var file = Bitmap(bits);
        return Faults(Run(closed, file, [new HistoryErased(Now, leaves, leaves, Size, Sha256.Hash(file))], chain));
    }

    private static List<Fault> Faults(CheckReport report) => report.First is { } first ? [first.Fault] : [];

    private static CheckReport Run(long[] closed, byte[]? file, HistoryErased[] entries, string? chain = null)
    {
        var report = new CheckReport("A10");
        var check = new ErasedLeaves(file, report);
        for (var index = 0; index < Size; index++)
        {
            var line = closed.Contains(index)
                ? new ExportedLeaf { Index = index, ClosedCommitment = RandomSource.Bytes(32) }
                : new ExportedLeaf { Index = index, Link = new BlindedLink(RandomSource.Bytes(32), index, new byte[32]) };
            check.See(new AuditedLeaf(line, RandomSource.Bytes(32), null, "leaves/000000.jsonl"));
        }

        foreach (var (n, entry) in entries.Index())
        {
            var line = new ExportedLeaf
            {
                Index = Size + n, Name = chain ?? ChainId.Operator.Name, Link = new BlindedLink(RandomSource.Bytes(32), n, new byte[32]),
            };
            check.See(new AuditedLeaf(line, RandomSource.Bytes(32), entry, "leaves/000000.jsonl"));
        }

        check.End();
        return report;
    }

    private static byte[] Bitmap(params long[] bits)
    {
        var bytes = new byte[Size / 8];
        foreach (var bit in bits)
        {
            bytes[bit / 8] |= (byte)(1 << (int)(bit % 8));
        }

        return [.. System.Text.Encoding.ASCII.GetBytes(Labels.ClosedLeaves + "\n"), .. RandomSource.Bytes(ClosedLeaves.SaltBytes), .. bytes];
    }
}
