namespace Pds.Ledger.Tests.Recorders;

/// <summary>What a recorded entry is worth: durable, in order, provable, sealed.</summary>
public sealed class RecorderFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    [Fact]
    public async Task A_new_ledger_starts_with_an_entry_that_names_its_origin_and_key()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var started = (await ledger.ReadAsync(ChainId.Operator)).Single().Entry.Should().BeOfType<LedgerStarted>().Subject;

        started.Origin.Should().Be(TestLedger.Origin);
        started.LogKey.Should().Be(ledger.Recorder.Verifier.ToString());
    }

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task A_recorded_entry_is_proved_offline_by_its_tlog_proof()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var entry = await ledger.RecordAsync(resident, Entries.Created());

        TlogProof.TryParse(entry.ToTlogProof().ToString(), out var proof).Should().BeTrue();
        proof!.TryVerifyOpening(ledger.Recorder.Verifier, out var opening, out var checkpoint).Should().BeTrue();
        opening!.Body.Should().Equal(Entries.Created().ToBody());
        opening.ToCommitment().Should().Equal(entry.Commitment);
        checkpoint!.Size.Should().BeGreaterThan(entry.Index);
    }

    [Fact]
    public async Task Entries_of_a_chain_follow_each_other_by_seq_and_prev()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        for (var n = 0; n < 5; n++)
        {
            await ledger.RecordAsync(resident, Entries.Created());
        }

        var chain = await ledger.ReadAsync(resident);
        chain.Select(entry => entry.Seq).Should().Equal(0, 1, 2, 3, 4);
        chain[0].Previous.Should().Equal(new byte[32]);
        chain.Skip(1).Zip(chain, (next, before) => next.Previous.AsSpan().SequenceEqual(before.Commitment)).Should().OnlyContain(follows => follows);
    }

    [Fact]
    public async Task Both_halves_of_a_commitment_open_for_the_owner()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        var opened = (await ledger.ReadAsync(resident)).Single();

        Commitment.LinkMac(opened.LinkKey, new EntryLink(resident.Name, opened.Seq, opened.Previous).Blind(opened.ChainKey)).Should().Equal(opened.LinkMac);
        Commitment.Of(Commitment.BodyMac(opened.BodyKey, opened.Body), opened.LinkMac).Should().Equal(opened.Commitment);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [Trait("Invariant", "I-25")]
    public async Task Every_batch_ends_at_a_multiple_of_the_cover(int multiple)
    {
        await using var ledger = new TestLedger { Options = new RecorderOptions { Origin = TestLedger.Origin, CoverMultiple = multiple } };
        await ledger.OpenAsync();

        for (var n = 0; n < 5; n++)
        {
            await ledger.RecordAsync(resident, Entries.Created());
            (ledger.Recorder.Latest.Size % multiple).Should().Be(0);
        }
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Cover_entries_open_like_any_other_and_account_for_the_rest_of_the_log()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        var cover = await ledger.ReadAsync(ChainId.Cover);
        var all = cover.Concat(await ledger.ReadAsync(resident)).Concat(await ledger.ReadAsync(ChainId.Operator));

        cover.Should().NotBeEmpty().And.OnlyContain(entry => entry.Entry is Cover);
        all.Select(entry => entry.Index).Order().Should().Equal(Enumerable.Range(0, (int)ledger.Recorder.Latest.Size).Select(index => (long)index));
    }

    [Fact]
    [Trait("Invariant", "I-25")]
    public async Task The_store_cannot_tell_cover_from_an_act_by_its_length()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        var lengths = Enumerable.Range(0, (int)ledger.Recorder.Latest.Size).Select(index => ledger.Store.ReadEvent(index)!.Body.Length);

        lengths.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Equal_events_never_give_equal_commitments()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var other = ChainId.Resident(ResidentId.New());

        var entries = new[]
        {
            await ledger.RecordAsync(resident, Entries.Created()),
            await ledger.RecordAsync(resident, Entries.Created()),
            await ledger.RecordAsync(other, Entries.Created()),
        };

        entries.Select(entry => Convert.ToHexString(entry.Commitment)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_command_of_rows_alone_costs_no_leaf()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var before = ledger.Recorder.Latest.Size;
        var key = new RowKey(Table.ServerFacts, "fact");

        await ledger.RecordAsync(new Command([new Change.Put(key, "body"u8.ToArray())], []));

        ledger.Recorder.Latest.Size.Should().Be(before);
        (await ledger.Recorder.Rows.FindAsync(key, TestContext.Current.CancellationToken))!.Body.ToArray().Should().Equal("body"u8.ToArray());
    }

    [Fact]
    public async Task An_answered_entry_is_sequenced_integrated_and_published()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var entry = await ledger.RecordAsync(resident, Entries.Created());

        var progress = ledger.Recorder.Progress;
        progress.StateOf(entry.Index).Should().Be(EntryState.Published);
        progress.StateOf(progress.Sequenced).Should().Be(EntryState.Unknown);
        new LedgerProgress(8, 6, 4, 0).StateOf(7).Should().Be(EntryState.Sequenced);
        new LedgerProgress(8, 6, 4, 0).StateOf(5).Should().Be(EntryState.Integrated);
    }

    [Fact]
    public async Task An_entry_is_found_again_with_a_fresh_proof_only_under_its_own_chain()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var first = await ledger.RecordAsync(resident, Entries.Created());
        await ledger.RecordAsync(resident, Entries.Created());

        var found = await ledger.Recorder.FindEntryAsync(resident, first.Index, TestContext.Current.CancellationToken);
        var foreign = await ledger.Recorder.FindEntryAsync(ChainId.Operator, first.Index, TestContext.Current.CancellationToken);

        found!.Opening.ToCommitment().Should().Equal(first.Commitment);
        found.Checkpoint.Size.Should().BeGreaterThan(first.Checkpoint.Size);
        foreign.Should().BeNull();
    }

    [Fact]
    public async Task Entries_of_the_recorders_own_are_refused_from_callers()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        Command[] forbidden =
        [
            Command.Of(resident, new Cover(Entries.At)),
            Command.Of(ChainId.Cover, Entries.Created()),
            Command.Of(ChainId.Operator, new LedgerStarted(Entries.At, "x", "y")),
            Command.Of(resident, new HistoryRead(Entries.At, "me", "staff", "none", 0, 1)),
            new Command([new Change.Put(new RowKey(Table.Chains, "x"), default)], []),
            new Command([new Change.Delete(new RowKey(Table.LedgerShares, "x"))], []),
        ];

        foreach (var command in forbidden)
        {
            var act = () => ledger.RecordAsync(command);
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task A_clock_behind_the_ledger_records_nothing()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        ledger.Time.Now -= TimeSpan.FromSeconds(3);
        var act = () => ledger.RecordAsync(resident, Entries.Created());

        await act.Should().ThrowAsync<LedgerUnavailableException>();
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task Ledger_time_survives_a_restart()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        ledger.Time.Now += TimeSpan.FromHours(1);
        await ledger.RecordAsync(resident, Entries.Created());
        var last = ledger.Time.Now;

        ledger.Time.Now -= TimeSpan.FromSeconds(1);
        await ledger.ReopenAsync();

        ledger.Recorder.Clock.GetUtcNow().Should().Be(last);
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task Expired_rows_are_purged_and_none_after_a_leap_of_the_clock()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        RowKey soon = new(Table.CallProofs, "soon"), late = new(Table.CallProofs, "late");
        await ledger.RecordAsync(new Command(
            [new Change.Put(soon, default, Expires: ledger.Time.Now.AddMinutes(5)), new Change.Put(late, default, Expires: ledger.Time.Now.AddDays(30))], []));

        (await ledger.Recorder.PurgeExpiredAsync(TestContext.Current.CancellationToken)).Should().Be(0);
        ledger.Time.Now += TimeSpan.FromHours(2);
        (await ledger.Recorder.PurgeExpiredAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        ledger.Time.Now += TimeSpan.FromDays(60);
        (await ledger.Recorder.PurgeExpiredAsync(TestContext.Current.CancellationToken)).Should().Be(0);
        (await ledger.Recorder.Rows.FindAsync(late, TestContext.Current.CancellationToken)).Should().NotBeNull();
    }
}
