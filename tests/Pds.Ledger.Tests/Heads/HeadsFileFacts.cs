using Pds.Ledger.Tests.Recorders;

namespace Pds.Ledger.Tests.Heads;

/// <summary>The public openings of the heads chain, checked with nothing but the files of the log.</summary>
public sealed class HeadsFileFacts
{
    [Fact]
    public async Task Every_line_opens_its_leaf_of_the_public_log()
    {
        await using var ledger = await ThreeEpochsAsync();

        var leaves = Lines(ledger);

        leaves.Select(leaf => leaf.Link!.Seq).Should().Equal(0, 1, 2);
        var previous = new byte[32];
        foreach (var leaf in leaves)
        {
            (leaf.Name, leaf.Who).Should().Be(("heads", null));
            leaf.Link!.Prev.ToArray().Should().Equal(previous);
            new EntryLink("heads", leaf.Link.Seq, previous).Blind(leaf.ChainKey).Chain.ToArray().Should().Equal(leaf.Link.Chain.ToArray());
            Leaf(ledger, leaf.Index).Should().Equal(leaf.ToCommitment());
            previous = leaf.ToCommitment();
        }
    }

    [Fact]
    public async Task A_restart_appends_and_never_repeats()
    {
        await using var ledger = await ThreeEpochsAsync();
        var before = await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken);

        await ledger.ReopenAsync();
        ledger.Time.Now += TimeSpan.FromHours(1);
        await ChainHeadsFacts.EnterAsync(ledger);

        var after = await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken);
        after.AsSpan().StartsWith(before).Should().BeTrue();
        Lines(ledger).Select(leaf => leaf.Link!.Seq).Should().Equal(0, 1, 2, 3);
        ledger.Recorder.DirectoryFault.Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(int.MaxValue)]
    public async Task A_file_that_a_crash_cut_short_is_completed(int lost)
    {
        await using var ledger = await ThreeEpochsAsync();
        var whole = await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken);
        await ledger.CloseAsync();
        await File.WriteAllBytesAsync(FileOf(ledger), whole[..Math.Max(0, whole.Length - lost)], TestContext.Current.CancellationToken);

        await ledger.OpenAsync();

        (await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken)).Should().Equal(whole);
    }

    [Fact]
    public async Task A_file_of_another_history_is_left_alone_and_told_of()
    {
        await using var ledger = await ThreeEpochsAsync();
        await ledger.CloseAsync();
        var bytes = await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(FileOf(ledger), bytes, TestContext.Current.CancellationToken);

        await ledger.OpenAsync();
        await ledger.RecordAsync(ChainId.Operator, Entries.Created());

        ledger.Recorder.DirectoryFault.Should().BeOfType<InvalidDataException>();
        (await File.ReadAllBytesAsync(FileOf(ledger), TestContext.Current.CancellationToken)).Should().Equal(bytes);
    }

    private static async Task<TestLedger> ThreeEpochsAsync()
    {
        var ledger = await ChainHeadsFacts.OpenAsync();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            (await ChainHeadsFacts.EnterAsync(ledger)).Should().BeTrue();
            await ledger.RecordAsync(ChainId.Operator, Entries.Created());
            ledger.Time.Now += TimeSpan.FromHours(1);
        }

        await ledger.Recorder.PublishAsync(TestContext.Current.CancellationToken);
        return ledger;
    }

    private static string FileOf(TestLedger ledger) => Path.Combine(ledger.TileDirectory, "heads");

    private static List<ExportedLeaf> Lines(TestLedger ledger) => [.. File.ReadAllLines(FileOf(ledger)).Select(line =>
    {
        ExportedLeaf.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var leaf).Should().BeTrue(line);
        return leaf!;
    })];

    private static byte[] Leaf(TestLedger ledger, long index) => ledger.Store.ReadCommitments(index, 1).Single();
}
