namespace Pds.Ledger.Tests.Time;

[Trait("Invariant", "I-12")]
public sealed class LedgerClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SettableTime wall = new() { Now = Noon };
    private readonly LedgerClock clock;

    public LedgerClockTests()
    {
        clock = new LedgerClock(wall);
        clock.Advance(Noon);
    }

    [Fact]
    public void Time_never_runs_back_below_the_last_ledger_time()
    {
        wall.Now = Noon.AddHours(-3);
        clock.Advance(Noon.AddHours(-2));

        clock.GetUtcNow().Should().Be(Noon);
    }

    [Theory]
    [InlineData(-2.000, true)]
    [InlineData(-2.001, false)]
    [InlineData(0, true)]
    [InlineData(86_400, true)]
    public void A_clock_set_back_by_more_than_two_seconds_is_not_trusted(double offsetSeconds, bool trusted)
    {
        wall.Now = Noon.AddSeconds(offsetSeconds);

        clock.IsTrustworthy.Should().Be(trusted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(86_400, true)]
    [InlineData(86_401, false)]
    [InlineData(-3, false)]
    public void A_clock_that_leapt_purges_nothing(double offsetSeconds, bool mayPurge)
    {
        wall.Now = Noon.AddSeconds(offsetSeconds);

        clock.MayPurge.Should().Be(mayPurge);
    }

    [Fact]
    public void Writing_an_entry_does_not_make_a_leap_right_but_an_operator_does()
    {
        wall.Now = Noon.AddDays(30);
        clock.Advance(wall.Now);
        clock.MayPurge.Should().BeFalse();

        clock.ConfirmLeap();

        clock.MayPurge.Should().BeTrue();
    }

    [Fact]
    public void Before_the_first_entry_the_wall_clock_is_all_there_is()
    {
        LedgerClock fresh = new(wall);

        fresh.GetUtcNow().Should().Be(Noon);
        fresh.IsTrustworthy.Should().BeTrue();
    }

    [Fact]
    public void Parallel_advances_keep_the_latest()
    {
        Parallel.For(0, 1_000, i => clock.Advance(Noon.AddMilliseconds((i * 7919) % 1_000)));

        clock.LastLedgerTime.Should().Be(Noon.AddMilliseconds(999));
    }

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
