using Pds.Auditor.Checks;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>A5 on the entries over all heads: one an epoch, in their own chain, about leaves before themselves, every gap confessed.</summary>
[Trait("Feature", "Q2")]
public sealed class HeadsInStep
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(3600 * 490_000);

    [Fact]
    public void One_an_hour_and_a_confessed_gap_are_sound() =>
        Check(Heads(0), Heads(1), Heads(5, missed: 3)).Should().BeNull();

    [Fact]
    public void A_gap_in_silence_is_a_finding() => Check(Heads(0), Heads(2)).Should().Be(Fault.HeadsOutOfStep);

    [Fact]
    public void Two_in_one_hour_are_a_finding() => Check(Heads(0), Heads(0)).Should().Be(Fault.HeadsOutOfStep);

    [Fact]
    public void Leaves_that_were_not_there_yet_are_a_finding() => Check(Heads(0, size: 8)).Should().Be(Fault.HeadsOutOfStep);

    [Fact]
    public void Heads_in_another_chain_are_a_finding() => Check(ChainId.Operator.Name, 0, Heads(0)).Should().Be(Fault.HeadsOutOfStep);

    [Fact]
    public void The_first_one_behind_what_a_scope_left_closed_is_not_held_against_it() =>
        Check(ChainId.Heads.Name, firstOpened: 1, Heads(0), Heads(3, missed: 2), Heads(4)).Should().BeNull();

    private static HeadsPublished Heads(int hour, long size = 1, long missed = 0) =>
        new(Start.AddHours(hour), 490_000 + hour, 3600, size, new byte[32], missed);

    private static Fault? Check(params HeadsPublished[] entries) => Check(ChainId.Heads.Name, 0, entries);

    private static Fault? Check(string chain, int firstOpened, params HeadsPublished[] entries)
    {
        var check = new A5Chains("audit.example/log", 100);
        var previous = new byte[32];
        foreach (var (seq, entry) in entries.Index())
        {
            var commitment = RandomSource.Bytes(32);
            var line = new ExportedLeaf { Index = seq + 4, Name = chain, Link = new BlindedLink(RandomSource.Bytes(32), seq, previous) };
            check.See(new AuditedLeaf(line, commitment, seq < firstOpened ? null : entry, "leaves/000000.jsonl"));
            previous = commitment;
        }

        return check.Report.First?.Fault;
    }
}
