namespace Pds.Ledger.Tests.Recorders;

/// <summary>Every race we fear, run in parallel.</summary>
public sealed class ConcurrencyFacts
{
    private const int Writers = 64;
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task Of_64_parallel_uses_of_one_jti_exactly_one_is_accepted()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        for (var round = 0; round < 20; round++)
        {
            var proof = new RowKey(Table.CallProofs, $"issuer|jti-{round}");
            var outcomes = await InParallelAsync(ledger, _ => new Command(
                [new Change.Put(proof, default, ExpectedVersion: 0)], [new EntryDraft(resident, Entries.Created())]));

            outcomes.OfType<Recording.Done>().Should().ContainSingle();
            outcomes.OfType<Recording.Conflict>().Should().HaveCount(Writers - 1).And.OnlyContain(conflict => conflict.Kind == ConflictKind.Exists);
        }

        (await ledger.ReadAsync(resident)).Should().HaveCount(20);
    }

    [Fact]
    [Trait("Invariant", "I-10")]
    public async Task A_limit_of_ten_uses_is_kept_under_64_parallel_writers()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var counter = new RowKey(Table.UseCounters, "grant|2026-04");

        var outcomes = await InParallelAsync(ledger, _ => new Command(
            [new Change.CountUp(counter, Limit: 10)], [new EntryDraft(resident, Entries.Created())]));

        outcomes.OfType<Recording.Done>().Should().HaveCount(10);
        outcomes.OfType<Recording.Conflict>().Should().OnlyContain(conflict => conflict.Kind == ConflictKind.LimitReached);
        (await ledger.Recorder.Rows.FindAsync(counter, TestContext.Current.CancellationToken))!.Number.Should().Be(10);
        (await ledger.ReadAsync(resident)).Should().HaveCount(10);
    }

    [Fact]
    [Trait("Invariant", "I-10")]
    public async Task A_use_given_back_can_be_used_again_and_never_counts_below_zero()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var counter = new RowKey(Table.UseCounters, "grant|2026-04");
        await ledger.RecordAsync(new Command([new Change.CountUp(counter, 1)], []));

        await ledger.RecordAsync(new Command([new Change.CountDown(counter), new Change.CountDown(counter)], []));
        await ledger.RecordAsync(new Command([new Change.CountUp(counter, 1)], []));
        var conflict = await ledger.RefusedAsync(new Command([new Change.CountUp(counter, 1)], []));

        conflict.Kind.Should().Be(ConflictKind.LimitReached);
    }

    [Fact]
    [Trait("Invariant", "I-02")]
    public async Task Of_64_parallel_changes_from_one_version_exactly_one_wins()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var grant = new RowKey(Table.Grants, "grant");
        await ledger.RecordAsync(new Command([new Change.Put(grant, "active"u8.ToArray(), ExpectedVersion: 0)], []));

        for (var version = 1; version <= 20; version++)
        {
            var expected = version;
            var outcomes = await InParallelAsync(ledger, _ => new Command([new Change.Put(grant, "next"u8.ToArray(), ExpectedVersion: expected)], []));

            outcomes.OfType<Recording.Done>().Should().ContainSingle();
        }

        (await ledger.Recorder.Rows.FindAsync(grant, TestContext.Current.CancellationToken))!.Version.Should().Be(21);
    }

    [Fact]
    public async Task Parallel_writers_on_few_chains_leave_chains_without_gap_or_fork()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var chains = Enumerable.Range(0, 5).Select(_ => ChainId.Resident(ResidentId.New())).ToArray();

        for (var round = 0; round < 10; round++)
        {
            await InParallelAsync(ledger, n => Command.Of(chains[n % chains.Length], Entries.Created()));
        }

        foreach (var chain in chains)
        {
            var entries = await ledger.ReadAsync(chain);
            entries.Select(entry => entry.Seq).Should().Equal(Enumerable.Range(0, entries.Count).Select(seq => (long)seq));
            entries.Select(entry => entry.Index).Should().BeInAscendingOrder();
            entries.Skip(1).Zip(entries, (next, before) => next.Previous.AsSpan().SequenceEqual(before.Commitment)).Should().OnlyContain(follows => follows);
        }
    }

    [Fact]
    public async Task More_chains_than_the_book_holds_continue_where_they_stood()
    {
        await using var ledger = new TestLedger { Options = new RecorderOptions { Origin = TestLedger.Origin, MaxHotChains = 16 } };
        await ledger.OpenAsync();
        var chains = Enumerable.Range(0, 50).Select(_ => ChainId.Resident(ResidentId.New())).ToArray();

        for (var round = 0; round < 3; round++)
        {
            await InParallelAsync(ledger, n => Command.Of(chains[n % chains.Length], Entries.Created()));
        }

        foreach (var chain in chains)
        {
            var entries = await ledger.ReadAsync(chain);
            entries.Select(entry => entry.Seq).Should().Equal(Enumerable.Range(0, entries.Count).Select(seq => (long)seq));
        }
    }

    [Fact]
    public async Task Every_answer_under_load_verifies_against_its_own_checkpoint()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var outcomes = await InParallelAsync(ledger, _ => Command.Of(ChainId.Resident(ResidentId.New()), Entries.Created()));

        outcomes.Cast<Recording.Done>().SelectMany(done => done.Entries).Should().OnlyContain(entry =>
            entry.Proof.Verify(LeafEntry.Hash(entry.Commitment), entry.Checkpoint.Root) && entry.Proof.Size == entry.Checkpoint.Size);
    }

    [Fact]
    public async Task A_command_called_off_while_waiting_leaves_no_trace()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        ledger.Faults!.HoldCommits();
        var before = ledger.Faults.CommitsBegun;
        var first = ledger.RecordAsync(ChainId.Operator, Entries.Created());
        await ledger.Faults.NextCommitAsync(before);
        using var cancel = new CancellationTokenSource();

        var waiting = ledger.Recorder.RecordAsync(Command.Of(resident, Entries.Created()), cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => waiting.AsTask()).Should().ThrowAsync<OperationCanceledException>();
        ledger.Faults.LetCommitsGo();
        await first;
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task A_full_queue_turns_commands_away_at_once()
    {
        await using var ledger = new TestLedger { InjectFaults = true, Options = new RecorderOptions { Origin = TestLedger.Origin, MaxQueuedCommands = 8 } };
        await ledger.OpenAsync();
        ledger.Faults!.CommitDelay = TimeSpan.FromMilliseconds(300);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            try
            {
                await ledger.RecordAsync(resident, Entries.Created());
                return true;
            }
            catch (LedgerUnavailableException e) when (!e.OutcomeUnknown)
            {
                return false;
            }
        }));

        outcomes.Should().Contain(false);
        (await ledger.ReadAsync(resident)).Should().HaveCount(outcomes.Count(done => done));
    }

    private static Task<Recording[]> InParallelAsync(TestLedger ledger, Func<int, Command> make) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(async () =>
            await ledger.Recorder.RecordAsync(make(n), TestContext.Current.CancellationToken))));
}
