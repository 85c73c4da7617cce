namespace Pds.Ledger.Tests.Recorders;

/// <summary>Refusals are seen, and cannot fill the ledger.</summary>
[Trait("Feature", "C16")]
public sealed class RefusalLogFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());
    private readonly GrantId grant = GrantId.New();

    [Fact]
    public async Task The_first_refusal_is_entered_at_once_and_repetitions_are_counted()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);

        var first = await RefuseAsync(refusals);
        for (var n = 0; n < 99; n++)
        {
            (await RefuseAsync(refusals)).Should().BeNull();
        }

        first.Should().NotBeNull();
        (await CountsAsync(ledger)).Should().Equal(1);
    }

    [Fact]
    public async Task After_an_hour_the_next_refusal_enters_the_count()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);
        await RefuseAsync(refusals);
        await RefuseAsync(refusals);
        await RefuseAsync(refusals);

        ledger.Time.Now += RefusalLog.Interval;
        await RefuseAsync(refusals);
        await RefuseAsync(refusals);

        (await CountsAsync(ledger)).Should().Equal(1, 3);
    }

    [Fact]
    public async Task Counts_are_entered_by_the_hourly_beat_and_at_shutdown()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);
        await RefuseAsync(refusals);
        await RefuseAsync(refusals);

        await refusals.FlushAsync(all: false, TestContext.Current.CancellationToken);
        (await CountsAsync(ledger)).Should().Equal(1);
        ledger.Time.Now += RefusalLog.Interval;
        await refusals.FlushAsync(all: false, TestContext.Current.CancellationToken);
        await RefuseAsync(refusals);
        await refusals.FlushAsync(all: true, TestContext.Current.CancellationToken);

        (await CountsAsync(ledger)).Should().Equal(1, 1, 1);
    }

    [Fact]
    public async Task Another_reason_caller_or_grant_is_another_series()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);

        await RefuseAsync(refusals);
        await RefuseAsync(refusals, reason: "CONSENT_WITHDRAWN");
        await refusals.RefuseAsync(resident, GrantId.New(), Entries.Hospital, 5, "CONSENT_PAUSED", cancellationToken: TestContext.Current.CancellationToken);
        await refusals.RefuseAsync(resident, grant, OrganizationId.New(), 5, "CONSENT_PAUSED", cancellationToken: TestContext.Current.CancellationToken);

        (await CountsAsync(ledger)).Should().Equal(1, 1, 1, 1);
    }

    [Fact]
    public async Task Refusals_of_unknown_callers_go_to_the_operators_chain()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);

        await refusals.RefuseCallAsync(null, "RequestData", "RECEIPT_INVALID", cancellationToken: TestContext.Current.CancellationToken);
        await refusals.RefuseCallAsync(null, "RequestData", "RECEIPT_INVALID", cancellationToken: TestContext.Current.CancellationToken);

        (await ledger.ReadAsync(ChainId.Operator)).Select(entry => entry.Entry).OfType<CallRefused>().Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Erased_grants_are_entered_one_by_one_as_living_ones_are()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);

        foreach (var erased in new[] { grant, GrantId.New(), grant })
        {
            await refusals.RefuseErasedAsync(erased, Entries.Hospital, "RequestData", "CONSENT_WITHDRAWN", cancellationToken: TestContext.Current.CancellationToken);
        }

        (await ledger.ReadAsync(ChainId.Operator)).Select(entry => entry.Entry).OfType<CallRefused>().Should().HaveCount(2);
    }

    [Fact]
    public async Task Closing_enters_what_was_counted()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await using (var refusals = new RefusalLog(ledger.Recorder))
        {
            await RefuseAsync(refusals);
            await RefuseAsync(refusals);
        }

        (await CountsAsync(ledger)).Should().Equal(1, 1);
    }

    [Fact]
    public async Task Parallel_refusals_enter_one_and_count_the_rest()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => RefuseAsync(refusals))));
        await refusals.FlushAsync(all: true, TestContext.Current.CancellationToken);

        (await CountsAsync(ledger)).Should().Equal(1, 63);
    }

    [Fact]
    public async Task A_refusal_that_could_not_be_entered_is_entered_with_the_next()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        var refusals = new RefusalLog(ledger.Recorder);
        ledger.Faults!.FailAt = WriterStep.Begin;

        await FluentActions.Awaiting(() => RefuseAsync(refusals)).Should().ThrowAsync<LedgerUnavailableException>();
        ledger.Faults.FailAt = null;
        await RefuseAsync(refusals);

        (await CountsAsync(ledger)).Should().Equal(2);
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task A_refusal_under_a_wall_clock_set_back_is_dated_by_the_ledgers()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var refusals = new RefusalLog(ledger.Recorder);
        await ledger.RecordAsync(resident, Entries.Created());
        var last = ledger.Recorder.Clock.LastLedgerTime;

        ledger.Time.Now -= LedgerClock.MaxLag;
        await RefuseAsync(refusals);

        (await ledger.ReadAsync(resident))[^1].Entry.At.Should().BeOnOrAfter(last);
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task More_series_than_the_bound_lose_no_count()
    {
        await using var ledger = new TestLedger { Options = new RecorderOptions { Origin = TestLedger.Origin, RecordTimeout = TimeSpan.FromSeconds(30) } };
        await ledger.OpenAsync();
        var refusals = new RefusalLog(ledger.Recorder);
        await RefuseAsync(refusals);
        await RefuseAsync(refusals);
        ledger.Time.Now += TimeSpan.FromSeconds(1);

        foreach (var some in Enumerable.Range(0, RefusalLog.MaxSeries).Chunk(500))
        {
            await Task.WhenAll(some.Select(n => Task.Run(async () =>
                await refusals.RefuseCallAsync(null, $"method-{n}", "RECEIPT_INVALID", cancellationToken: TestContext.Current.CancellationToken))));
        }

        (await CountsAsync(ledger)).Should().Equal(1, 1);
    }

    private async Task<RecordedEntry?> RefuseAsync(RefusalLog refusals, string reason = "CONSENT_PAUSED") =>
        await refusals.RefuseAsync(resident, grant, Entries.Hospital, 5, reason, cancellationToken: TestContext.Current.CancellationToken);

    private async Task<IEnumerable<long>> CountsAsync(TestLedger ledger) =>
        (await ledger.ReadAsync(resident)).Select(entry => entry.Entry).OfType<DisclosureRefused>().Select(refused => refused.Count);
}
