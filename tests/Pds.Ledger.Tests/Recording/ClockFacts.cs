namespace Pds.Ledger.Tests.Recorders;

/// <summary>What a leap of the clock stops, and what ends it (I-12).</summary>
[Trait("Invariant", "I-12")]
public sealed class ClockFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    [Fact]
    public async Task A_leap_is_remembered_across_restarts_until_an_operator_confirms_it()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        ledger.Time.Now = ledger.Time.Now.AddYears(2);
        await ledger.RecordAsync(resident, Entries.Created());

        var restarted = await ledger.ReopenAsync();
        restarted.Clock.MayPurge.Should().BeFalse("one batch under a wrong clock does not make it right");

        await restarted.ConfirmClockAsync(TestContext.Current.CancellationToken);
        restarted.Clock.MayPurge.Should().BeTrue();
        (await ledger.ReopenAsync()).Clock.MayPurge.Should().BeTrue("the confirmation is durable");
    }

    [Fact]
    public async Task A_server_that_was_down_for_a_long_weekend_records_and_purges_nothing_until_confirmed()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(new Command([new Change.Put(new RowKey(Table.CallProofs, "p"), default, Expires: ledger.Time.Now.AddHours(1))], []));
        await ledger.CloseAsync();
        ledger.Time.Now = ledger.Time.Now.AddDays(3);
        var recorder = await ledger.OpenAsync();

        recorder.Clock.IsLeapUnconfirmed.Should().BeTrue();
        await ledger.RecordAsync(resident, Entries.Created());
        (await recorder.PurgeExpiredAsync(TestContext.Current.CancellationToken)).Should().Be(0);
        await recorder.ConfirmClockAsync(TestContext.Current.CancellationToken);
        (await recorder.PurgeExpiredAsync(TestContext.Current.CancellationToken)).Should().Be(1);
    }

    [Fact]
    public async Task An_idle_server_that_keeps_its_time_never_leaps_and_enters_nothing()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var size = ledger.Recorder.Latest.Size;
        for (var halfDay = 0; halfDay < 8; halfDay++)
        {
            ledger.Time.Now = ledger.Time.Now.AddHours(12);
            await ledger.Recorder.KeepTimeAsync(TestContext.Current.CancellationToken);
        }

        ledger.Recorder.Clock.MayPurge.Should().BeTrue();
        var restarted = await ledger.ReopenAsync();

        restarted.Clock.MayPurge.Should().BeTrue();
        restarted.Latest.Size.Should().Be(size);
    }
}
