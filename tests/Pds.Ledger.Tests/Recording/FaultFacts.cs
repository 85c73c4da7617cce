namespace Pds.Ledger.Tests.Recorders;

/// <summary>The disk fails at each step in turn: nothing is acknowledged, nothing is half done, and service comes back by itself.</summary>
public sealed class FaultFacts
{
    private static readonly RowKey Counter = new(Table.UseCounters, "acknowledged");
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    public static TheoryData<string> Steps => [.. Enum.GetNames<WriterStep>().Except([nameof(WriterStep.OpenWriter), nameof(WriterStep.Tidy)])];

    [Theory]
    [MemberData(nameof(Steps))]
    [Trait("Invariant", "I-05")]
    [Trait("Invariant", "I-08")]
    public async Task A_disk_that_fails_at_any_step_acknowledges_nothing_and_leaves_nothing_half_done(string step)
    {
        // The disk fails here; it is not slow. Where it is both, two seconds would be told first.
        await using var ledger = new TestLedger { InjectFaults = true };
        ledger.Options = ledger.Options with { RecordTimeout = TimeSpan.FromSeconds(30) };
        await ledger.OpenAsync();
        await AddManyAsync(ledger, 63);
        await AddManyAsync(ledger, 64);
        await AddManyAsync(ledger, 64);
        ledger.Faults!.FailAt = Enum.Parse<WriterStep>(step);

        var act = () => AddManyAsync(ledger, 64); // Enough leaves to fill a tile, a row inserted, a row updated.
        await act.Should().ThrowAsync<LedgerUnavailableException>();
        ledger.Faults.Failures.Should().BePositive();
        ledger.Recorder.IsServing.Should().BeFalse();

        ledger.Faults.FailAt = null;
        await ServingAgainAsync(ledger);
        var entries = (await ledger.ReadAsync(resident)).Count;
        var row = await ledger.Recorder.Rows.FindAsync(Counter, TestContext.Current.CancellationToken);
        entries.Should().BeOneOf(191, 255);
        row!.Number.Should().Be(entries == 191 ? 3 : 4, "row and entries are one transaction");
        await AddManyAsync(ledger, 1);
        (await ledger.ReadAsync(resident)).Should().HaveCount(entries + 1);
        await ledger.ReopenAsync();
        (await ledger.ReadAsync(resident)).Should().HaveCount(entries + 1);
    }

    [Fact]
    [Trait("Invariant", "I-07")]
    public async Task A_failure_after_the_commit_loses_nothing_and_uses_no_index_twice()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.FailAt = WriterStep.AfterCommit;

        var act = () => AddManyAsync(ledger, 1);
        (await act.Should().ThrowAsync<LedgerUnavailableException>()).Which.OutcomeUnknown.Should().BeTrue();
        ledger.Faults.FailAt = null;
        await ServingAgainAsync(ledger);
        var next = await ledger.RecordAsync(resident, Entries.Created());

        var chain = await ledger.ReadAsync(resident);
        chain.Select(entry => entry.Seq).Should().Equal(0, 1);
        next.Index.Should().BeGreaterThan(chain[0].Index);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Size_and_root_are_durable_in_the_commit_of_their_entries()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.FailAt = WriterStep.AfterCommit;

        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();

        var stored = ledger.Store.ReadState()!;
        ledger.Store.ReadCommitments(0, 1000).Should().HaveCount((int)stored.Size, "after every single commit the size covers the leaves");
        ledger.Recorder.Latest.Size.Should().BeLessThanOrEqualTo(stored.Size, "no checkpoint is ahead of the store");
        await ledger.ReopenAsync();
        ledger.Recorder.Latest.Size.Should().Be(stored.Size);
        ledger.Recorder.Latest.Root.Should().Equal(stored.Root);
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_store_that_cannot_be_opened_again_stays_unavailable_and_recovers_without_a_caller()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.FailAt = WriterStep.Begin;
        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();
        ledger.Faults.FailAt = WriterStep.OpenWriter;
        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();

        ledger.Faults.FailAt = null;

        await ServingAgainAsync(ledger);
    }

    [Theory]
    [InlineData(nameof(WriterStep.Advance))]
    [InlineData(nameof(WriterStep.BeforeCommit))]
    [InlineData(nameof(WriterStep.AfterCommit))]
    [Trait("Invariant", "I-05")]
    public async Task While_no_commit_gets_through_service_is_never_told_as_back(string step)
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.FailAt = Enum.Parse<WriterStep>(step);
        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();

        // Three more attempts to recover, without any caller; the disk opens, begins and rolls back, and commits nothing.
        while (ledger.Faults.Failures < 4)
        {
            ledger.Recorder.IsServing.Should().BeFalse("the disk still refuses every commit");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        ledger.Recorder.IsServing.Should().BeFalse();
        ledger.Faults.FailAt = null;
        await ServingAgainAsync(ledger);
        await AddManyAsync(ledger, 1);
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public void A_caller_waits_for_the_store_for_two_seconds_unless_told_otherwise() =>
        new RecorderOptions { Origin = TestLedger.Origin }.RecordTimeout.Should().Be(TimeSpan.FromSeconds(2));

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_store_that_stands_still_is_unavailable_with_unknown_outcome_while_it_does()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.HoldCommits();
        var before = ledger.Faults.CommitsBegun;

        var writing = AddManyAsync(ledger, 1);
        await ledger.Faults.NextCommitAsync(before);
        var waiting = AddManyAsync(ledger, 1);

        // Nothing but the caller's own patience ends this: the commit is still held.
        (await FluentActions.Awaiting(() => writing).Should().ThrowAsync<LedgerUnavailableException>()).Which.OutcomeUnknown.Should().BeTrue();
        ledger.Recorder.IsServing.Should().BeFalse();
        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<LedgerUnavailableException>()).Which.OutcomeUnknown.Should().BeFalse();

        ledger.Faults.LetCommitsGo();
        await ServingAgainAsync(ledger);
        (await ledger.ReadAsync(resident)).Should().ContainSingle("the first reached the disk late, the second never left the queue");
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task While_commits_take_longer_than_callers_wait_service_is_never_told_as_back()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        ledger.Options = ledger.Options with { RecordTimeout = TimeSpan.FromMilliseconds(400) };
        await ledger.OpenAsync();
        ledger.Faults!.CommitDelay = TimeSpan.FromSeconds(5);
        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();

        // Nobody waits any more, and two commits of the recorder's own come through, late.
        var before = ledger.Faults.CommitsBegun;
        while (ledger.Faults.CommitsBegun < before + 3)
        {
            ledger.Recorder.IsServing.Should().BeFalse("the disk is as slow as it was");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        ledger.Faults.CommitDelay = TimeSpan.Zero;
        await ServingAgainAsync(ledger);
        await AddManyAsync(ledger, 1);
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_store_that_is_slow_at_its_housekeeping_is_told_as_not_serving()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.TidyDelay = TimeSpan.FromSeconds(3);
        await AddManyAsync(ledger, 1);

        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();

        ledger.Recorder.IsServing.Should().BeFalse("a command was given up while the writer was away");
        ledger.Faults.TidyDelay = TimeSpan.Zero;
        await ServingAgainAsync(ledger);
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_database_locked_by_another_program_is_unavailable_until_the_lock_ends()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        using (var intruder = Database.Open(ledger.DataDirectory))
        {
            Database.Run(intruder, "BEGIN IMMEDIATE");
            await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();
            Database.Run(intruder, "ROLLBACK"); // It held on until here.
        }

        await ServingAgainAsync(ledger);
        await AddManyAsync(ledger, 1);
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task Reads_from_a_failing_disk_are_unavailable_and_come_back()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        await AddManyAsync(ledger, 1);

        ledger.Faults!.FailReads = true;
        await FluentActions.Awaiting(() => ledger.ReadAsync(resident)).Should().ThrowAsync<LedgerUnavailableException>();
        ledger.Faults.FailReads = false;

        (await ledger.ReadAsync(resident)).Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_failing_housekeeping_step_does_not_take_back_an_answer()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.FailAt = WriterStep.Tidy;

        await AddManyAsync(ledger, 1);
        ledger.Faults.FailAt = null;

        await ServingAgainAsync(ledger);
        (await ledger.ReadAsync(resident)).Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_second_recorder_on_the_same_store_fences_the_first_off()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        var first = await ledger.OpenAsync();
        await using var second = await Recorder.OpenAsync(
            ledger.Options, ledger.Store, ledger.NewKeys(), ledger.NewSigner(), new LedgerClock(ledger.Time), null, TestContext.Current.CancellationToken);

        await second.RecordAsync(Command.Of(resident, Entries.Created()), TestContext.Current.CancellationToken);
        await FluentActions.Awaiting(() => AddManyAsync(ledger, 1)).Should().ThrowAsync<LedgerUnavailableException>();
        await Task.Delay(600, TestContext.Current.CancellationToken);

        first.IsServing.Should().BeFalse("a fenced recorder never comes back");
        second.IsServing.Should().BeTrue();
        (await ledger.ReadAsync(resident)).Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task A_chain_whose_keys_are_gone_spoils_its_own_commands_and_no_others_of_the_batch()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        await AddManyAsync(ledger, 1);
        await ledger.CloseAsync();
        Database.Run(ledger.DataDirectory, "DELETE FROM rows_chains WHERE ordinal = (SELECT max(ordinal) FROM rows_chains)");
        await ledger.OpenAsync();
        var other = ChainId.Resident(ResidentId.New());

        ledger.Faults!.HoldCommits();
        var before = ledger.Faults.CommitsBegun;
        var first = ledger.RecordAsync(other, Entries.Created());
        await ledger.Faults.NextCommitAsync(before); // What follows waits for the first commit and shares the next.
        var second = ledger.RecordAsync(other, Entries.Created());
        var spoilt = ledger.RecordAsync(resident, Entries.Created());
        var third = ledger.RecordAsync(other, Entries.Created());
        ledger.Faults.LetCommitsGo();

        await FluentActions.Awaiting(() => spoilt).Should().ThrowAsync<InvalidDataException>();
        new[] { (await first).Seq, (await second).Seq, (await third).Seq }.Should().BeEquivalentTo([0L, 1L, 2L]);
        ledger.Recorder.IsServing.Should().BeTrue();
        (await ledger.ReadAsync(other)).Should().HaveCount(3);
        await ledger.ReopenAsync();
        (await ledger.ReadAsync(other)).Should().HaveCount(3);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_tile_directory_that_cannot_be_written_delays_publication_and_nothing_else()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        Directory.CreateDirectory(ledger.TileDirectory);
        var obstacle = Path.Combine(ledger.TileDirectory, "tile");
        await File.WriteAllTextAsync(obstacle, "not a directory", TestContext.Current.CancellationToken);

        var recorder = await ledger.OpenAsync();

        recorder.IsServing.Should().BeTrue();
        recorder.DirectoryFault.Should().NotBeNull();
        await ledger.RecordAsync(resident, Entries.Created());
        File.Delete(obstacle);
        await recorder.PublishAsync(TestContext.Current.CancellationToken);
        recorder.DirectoryFault.Should().BeNull();
        recorder.Progress.Directory.Should().Be(recorder.Latest.Size);
    }

    private async Task AddManyAsync(TestLedger ledger, int entries) => await ledger.RecordAsync(new Command(
        entries > 1 ? [new Change.CountUp(Counter, 1000), new Change.Put(new RowKey(Table.Records, Guid.NewGuid().ToString()), default)] : [],
        [.. Enumerable.Range(0, entries).Select(_ => new EntryDraft(resident, Entries.Created()))]));

    private static async Task ServingAgainAsync(TestLedger ledger)
    {
        for (var waited = 0; !ledger.Recorder.IsServing && waited < 300; waited++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        ledger.Recorder.IsServing.Should().BeTrue("service comes back by itself");
    }
}
