using Pds.Ledger.Tests.Recorders;

namespace Pds.Ledger.Tests.Heads;

/// <summary>The heads of all chains, entered once an epoch, proved to their owners, public in their openings.</summary>
public sealed class ChainHeadsFacts
{
    private readonly ChainId hanako = ChainId.Resident(ResidentId.New());
    private readonly ChainId taro = ChainId.Resident(ResidentId.New());

    [Fact]
    public async Task An_epoch_is_entered_once_and_missed_ones_are_confessed()
    {
        await using var ledger = await OpenAsync();

        (await EnterAsync(ledger)).Should().BeTrue();
        (await EnterAsync(ledger)).Should().BeFalse();
        ledger.Time.Now += TimeSpan.FromMinutes(59.9);
        (await EnterAsync(ledger)).Should().BeFalse();
        ledger.Time.Now += TimeSpan.FromMinutes(1);
        (await EnterAsync(ledger)).Should().BeTrue();
        ledger.Time.Now += TimeSpan.FromHours(5);
        (await EnterAsync(ledger)).Should().BeTrue();

        var entries = await HeadsAsync(ledger);
        entries.Select(entry => entry.Missed).Should().Equal(0, 0, 4);
        entries.Should().OnlyContain(entry => entry.Seconds == 3600);
        entries[0].Follows(null).Should().BeTrue();
        entries[1].Follows(entries[0]).Should().BeTrue();
        entries[2].Follows(entries[1]).Should().BeTrue();
        entries[2].Follows(entries[0]).Should().BeFalse("an epoch is left out");
        entries[1].Follows(entries[1]).Should().BeFalse("two for one epoch");
        (entries[2] with { Missed = 0 }).Follows(entries[1]).Should().BeFalse("a gap nobody confessed");
        (entries[1] with { Size = 1 }).Follows(entries[0]).Should().BeFalse("a log that shrank");
        (entries[1] with { Seconds = 1 }).Follows(entries[0]).Should().BeFalse("another length");
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Each_chain_is_proved_to_end_where_it_ended_when_the_heads_were_taken()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());
        var last = await ledger.RecordAsync(hanako, Entries.Created());
        await ledger.RecordAsync(taro, Entries.Created());
        await EnterAsync(ledger);
        await ledger.RecordAsync(hanako, Entries.Created());

        var evidence = (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken))!;

        var heads = Proven(ledger, evidence);
        evidence.Head.Should().BeEquivalentTo(new ChainHead(last.Seq, last.Commitment));
        evidence.Proof.Includes(LeafOf(ledger, hanako, heads.Epoch, last.Seq, last.Commitment), heads.Root).Should().BeTrue();
        evidence.Proof.Includes(LeafOf(ledger, hanako, heads.Epoch, last.Seq - 1, last.Commitment), heads.Root).Should().BeFalse();
        evidence.Proof.Includes(LeafOf(ledger, taro, heads.Epoch, last.Seq, last.Commitment), heads.Root).Should().BeFalse();
        heads.Size.Should().BeLessThanOrEqualTo(evidence.Heads.Index);
    }

    [Fact]
    public async Task The_root_is_over_every_chain_but_the_heads_themselves()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());
        await EnterAsync(ledger);
        ledger.Time.Now += TimeSpan.FromHours(1);
        await EnterAsync(ledger);

        var leaves = await RootOfLastAsync(ledger);
        leaves.Should().Be(3, "the operator, cover and the resident");
    }

    [Fact]
    public async Task A_chain_that_moved_a_new_one_and_one_that_stood_still_are_all_where_they_ended_in_every_epoch()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());
        await EnterAsync(ledger);
        await RootOfLastAsync(ledger);
        for (var epoch = 0; epoch < 4; epoch++)
        {
            await ledger.RecordAsync(epoch % 2 == 0 ? taro : hanako, Entries.Created());
            await ledger.RecordAsync(ChainId.Resident(ResidentId.New()), Entries.Created());
            ledger.Time.Now += TimeSpan.FromHours(1);
            await EnterAsync(ledger);

            (await RootOfLastAsync(ledger)).Should().Be(5 + epoch);
        }
    }

    private async Task<int> RootOfLastAsync(TestLedger ledger)
    {
        var heads = (await HeadsAsync(ledger))[^1];
        var leaves = new List<HeadLeaf>();
        foreach (var chain in await ledger.Recorder.ListChainsAsync(TestContext.Current.CancellationToken))
        {
            if (chain != ChainId.Heads && (await ledger.ReadAsync(chain)).LastOrDefault(entry => entry.Index < heads.Size) is { } last)
            {
                leaves.Add(LeafOf(ledger, chain, heads.Epoch, last.Seq, last.Commitment));
            }
        }

        SlowTree.Root(leaves).Should().Equal(heads.Root);
        return leaves.Count;
    }

    [Fact]
    public async Task A_chain_that_began_later_is_proved_absent_and_an_unknown_one_not_at_all()
    {
        await using var ledger = await OpenAsync();
        await EnterAsync(ledger);
        await ledger.RecordAsync(taro, Entries.Created());

        var evidence = (await ledger.Recorder.Heads.ProveAsync(taro, TestContext.Current.CancellationToken))!;

        var heads = Proven(ledger, evidence);
        evidence.Head.Should().BeNull();
        evidence.Proof.Excludes(
            HeadLeaf.LabelOf(ledger.Recorder.Heads.LabelKeyOf(taro), TestLedger.Origin, heads.Epoch), heads.Root).Should().BeTrue();
        (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken)).Should().BeNull();
        ledger.Recorder.Heads.LabelKeyOf(hanako).Should().BeNull();
    }

    [Fact]
    public async Task Nothing_is_proved_before_the_entry_is_public()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());

        (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken)).Should().BeNull();
        await EnterAsync(ledger);

        ledger.Recorder.Published!.Size.Should().Be(ledger.Recorder.Latest.Size, "the entry is nobody's act, so the directory need not wait for its beat");
        var evidence = (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken))!;
        evidence.Heads.Checkpoint.Note.Should().Be(ledger.Recorder.Published.Note);
    }

    [Fact]
    [Trait("Invariant", "I-07")]
    public async Task A_restart_proves_the_same_and_enters_nothing_twice()
    {
        await using var ledger = await OpenAsync();
        var last = await ledger.RecordAsync(hanako, Entries.Created());
        await EnterAsync(ledger);
        await ledger.RecordAsync(hanako, Entries.Created());

        await ledger.ReopenAsync();
        (await EnterAsync(ledger)).Should().BeFalse();

        var evidence = (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken))!;
        var heads = Proven(ledger, evidence);
        evidence.Proof.Includes(LeafOf(ledger, hanako, heads.Epoch, last.Seq, last.Commitment), heads.Root).Should().BeTrue();
        (await HeadsAsync(ledger)).Should().HaveCount(1);
    }

    [Theory]
    [InlineData(nameof(WriterStep.InsertRow))]
    [InlineData(nameof(WriterStep.AppendEvent))]
    [InlineData(nameof(WriterStep.BeforeCommit))]
    [InlineData(nameof(WriterStep.AfterCommit))]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-08")]
    public async Task A_disk_that_fails_around_the_hour_never_makes_two_entries_for_it(string step)
    {
        await using var ledger = new TestLedger { InjectFaults = true, PublishTiles = true };
        await ledger.OpenAsync();
        var last = await ledger.RecordAsync(hanako, Entries.Created());
        ledger.Faults!.FailAt = Enum.Parse<WriterStep>(step);

        await FluentActions.Awaiting(() => EnterAsync(ledger)).Should().ThrowAsync<LedgerUnavailableException>();
        ledger.Faults.FailAt = null;
        await ServingAgainAsync(ledger);
        (await EnterAsync(ledger)).Should().Be(step != nameof(WriterStep.AfterCommit));
        (await EnterAsync(ledger)).Should().BeFalse();

        (await HeadsAsync(ledger)).Should().HaveCount(1);
        await ledger.Recorder.PublishAsync(TestContext.Current.CancellationToken);
        var evidence = (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken))!;
        evidence.Proof.Includes(LeafOf(ledger, hanako, Proven(ledger, evidence).Epoch, last.Seq, last.Commitment), Proven(ledger, evidence).Root)
            .Should().BeTrue();
    }

    [Fact]
    public async Task Many_at_once_enter_one()
    {
        await using var ledger = await OpenAsync();

        var entered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EnterAsync(ledger))));

        entered.Count(one => one).Should().Be(1);
        (await HeadsAsync(ledger)).Should().HaveCount(1);
    }

    [Fact]
    [Trait("Feature", "N15")]
    public async Task A_destroyed_chain_leaves_the_tree_and_everybody_else_stays_proved()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());
        var last = await ledger.RecordAsync(taro, Entries.Created());
        await EnterAsync(ledger);
        await ledger.CloseAsync();
        DestroyKeys(ledger, hanako: 3);
        await ledger.OpenAsync();

        await EnterAsync(ledger);
        (await ledger.Recorder.Heads.ProveAsync(taro, TestContext.Current.CancellationToken)).Should().BeNull("the old tree cannot be made again");
        ledger.Time.Now += TimeSpan.FromHours(1);
        (await EnterAsync(ledger)).Should().BeTrue();

        ledger.Recorder.Heads.LabelKeyOf(hanako).Should().BeNull();
        (await ledger.Recorder.Heads.ProveAsync(hanako, TestContext.Current.CancellationToken)).Should().BeNull();
        var evidence = (await ledger.Recorder.Heads.ProveAsync(taro, TestContext.Current.CancellationToken))!;
        var heads = Proven(ledger, evidence);
        evidence.Proof.Includes(LeafOf(ledger, taro, heads.Epoch, last.Seq, last.Commitment), heads.Root).Should().BeTrue();
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task The_listed_heads_give_the_newest_root_below_a_size_also_after_a_restart()
    {
        await using var ledger = await OpenAsync();
        (await ListAsync(ledger, long.MaxValue)).Should().BeEmpty("no epoch is entered");
        await ledger.RecordAsync(hanako, Entries.Created());
        await EnterAsync(ledger);
        var first = (await ledger.ReadAsync(ChainId.Heads))[0].Index + 1;
        await ledger.RecordAsync(hanako, Entries.Created());
        ledger.Time.Now += TimeSpan.FromHours(1);
        await EnterAsync(ledger);

        await CheckAsync();
        await ledger.CloseAsync();
        await ledger.OpenAsync();
        await CheckAsync();

        async Task CheckAsync()
        {
            var entries = await HeadsAsync(ledger);
            foreach (var (size, entry) in new[] { (first, entries[0]), (ledger.Recorder.Latest.Size, entries[1]) })
            {
                var heads = await ListAsync(ledger, size);
                HeadsTree.RootOf([.. heads.Select(head => head.ToLeaf(TestLedger.Origin, entry.Epoch))]).Should().Equal(entry.Root);
            }

            (await ListAsync(ledger, first - 1)).Should().BeEmpty("the entry itself lies behind this size");
        }
    }

    [Fact]
    public async Task Heads_of_a_tree_that_cannot_be_made_again_are_not_listed_until_the_next_epoch()
    {
        await using var ledger = await OpenAsync();
        await ledger.RecordAsync(hanako, Entries.Created());
        await ledger.RecordAsync(taro, Entries.Created());
        await EnterAsync(ledger);
        await ledger.CloseAsync();
        DestroyKeys(ledger, hanako: 3);
        await ledger.OpenAsync();

        (await ListAsync(ledger, long.MaxValue)).Should().BeEmpty("a root nobody can recompute is not passed off as one");
        ledger.Time.Now += TimeSpan.FromHours(1);
        await EnterAsync(ledger);

        (await ListAsync(ledger, long.MaxValue)).Should().HaveCount(3, "the operator's chain, the cover's and one resident's");
    }

    [Fact]
    public async Task Nobody_but_the_recorder_writes_heads()
    {
        await using var ledger = await OpenAsync();
        var heads = new HeadsPublished(Entries.At, 1, 3600, 1, Entries.Digest, 0);

        foreach (var command in new Command[]
        {
            new([], [new EntryDraft(ChainId.Operator, heads)]),
            new([], [new EntryDraft(ChainId.Heads, Entries.Created())]),
            new([new Change.Put(new RowKey(Table.ServerFacts, "heads"), new byte[1])], []),
        })
        {
            await FluentActions.Awaiting(() => ledger.Recorder.RecordAsync(command, TestContext.Current.CancellationToken).AsTask())
                .Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task Epochs_keep_the_length_of_the_first()
    {
        await using var ledger = await OpenAsync();
        await EnterAsync(ledger);
        await ledger.CloseAsync();

        ledger.Options = ledger.Options with { HeadsSeconds = 60 };

        (await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>()).Which.Message.Should().Contain("3600");
    }

    internal static async Task<TestLedger> OpenAsync()
    {
        var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        return ledger;
    }

    internal static Task<bool> EnterAsync(TestLedger ledger) => ledger.Recorder.Heads.EnterAsync(TestContext.Current.CancellationToken).AsTask();

    private static async Task<IReadOnlyList<ExportedHead>> ListAsync(TestLedger ledger, long size) =>
        await ledger.Recorder.Heads.ListAsync(size, TestContext.Current.CancellationToken);

    internal static async Task<List<HeadsPublished>> HeadsAsync(TestLedger ledger) =>
        [.. (await ledger.ReadAsync(ChainId.Heads)).Select(entry => (HeadsPublished)entry.Entry)];

    private static HeadsPublished Proven(TestLedger ledger, HeadEvidence evidence)
    {
        evidence.Heads.ToTlogProof().TryVerifyOpening(ledger.Recorder.Verifier, out var opening, out _).Should().BeTrue();
        LedgerEntry.TryParse(opening!.Body, out var entry).Should().BeTrue();
        return (HeadsPublished)entry!;
    }

    private static HeadLeaf LeafOf(TestLedger ledger, ChainId chain, long epoch, long seq, byte[] commitment) =>
        HeadLeaf.Of(ledger.Recorder.Heads.LabelKeyOf(chain), TestLedger.Origin, epoch, seq, commitment);

    private static async Task ServingAgainAsync(TestLedger ledger)
    {
        for (var tries = 0; tries < 200 && !ledger.Recorder.IsServing; tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        ledger.Recorder.IsServing.Should().BeTrue();
    }

    /// <summary>What erasure does to a chain: its row of keys goes, its entries stay. Rows are in order of the chains' first entries.</summary>
    private static void DestroyKeys(TestLedger ledger, int hanako)
    {
        using var store = ledger.NewStore();
        var writer = store.OpenWriter();
        writer.Begin();
        writer.DeleteRow(Table.Chains, store.ListRows(Table.Chains, null, null, 0, 10)[hanako - 1].Ordinal);
        writer.Commit();
    }
}
