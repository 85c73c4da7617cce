namespace Pds.Ledger;

/// <summary>
/// The time decisions are made by (I-12): the wall clock, held up by the last time the ledger has seen. Order in the ledger is by
/// index, never by time; this clock only keeps a wall clock that was set back from giving an expired consent a second life.
/// Safe to share between threads.
/// </summary>
public sealed class LedgerClock(TimeProvider wall) : TimeProvider
{
    /// <summary>How far the wall clock may lag behind the last ledger time before decisions are refused: 2 seconds.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(2);

    /// <summary>How far the wall clock may run ahead of the last ledger time before nothing is purged: 1 day.</summary>
    public static readonly TimeSpan MaxLead = TimeSpan.FromDays(1);

    private long lastTicks;
    private volatile bool leapUnconfirmed;

    /// <summary>The latest time the ledger has recorded; the first instant of the calendar before any.</summary>
    public DateTimeOffset LastLedgerTime => new(Volatile.Read(ref lastTicks), TimeSpan.Zero);

    /// <summary>False when the wall clock has been set back by more than <see cref="MaxLag"/>: decide nothing, record nothing.</summary>
    public bool IsTrustworthy => wall.GetUtcNow() >= LastLedgerTime - Min(MaxLag, LastLedgerTime);

    /// <summary>
    /// False when the wall clock is wrong in either direction: nothing is deleted on the word of a clock that leapt, until an
    /// operator confirms it with <see cref="ConfirmLeap"/>.
    /// </summary>
    public bool MayPurge => IsTrustworthy && !IsLeapUnconfirmed;

    /// <summary>
    /// True when the clock went more than <see cref="MaxLead"/> beyond the last ledger time, now or earlier, and no operator has said that
    /// it is right. The recorder keeps this with the ledger, so a restart does not forget it.
    /// </summary>
    public bool IsLeapUnconfirmed => leapUnconfirmed || (Volatile.Read(ref lastTicks) != 0 && wall.GetUtcNow() > LastLedgerTime + MaxLead);

    /// <summary>The later of the wall clock and the last ledger time.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset now = wall.GetUtcNow(), last = LastLedgerTime;
        return now > last ? now : last;
    }

    /// <summary>
    /// Tells the clock a time that is durable in the ledger. Earlier times change nothing. A step of more than
    /// <see cref="MaxLead"/> is remembered as an unconfirmed leap: writing one entry must not make a wrong clock right.
    /// </summary>
    public void Advance(DateTimeOffset ledgerTime)
    {
        long seen = Volatile.Read(ref lastTicks);
        while (ledgerTime.UtcTicks > seen)
        {
            long before = Interlocked.CompareExchange(ref lastTicks, ledgerTime.UtcTicks, seen);
            if (before == seen)
            {
                leapUnconfirmed |= seen != 0 && ledgerTime.UtcTicks - seen > MaxLead.Ticks;
                return;
            }

            seen = before;
        }
    }

    /// <summary>Goes on from what a ledger kept.</summary>
    internal void Resume(DateTimeOffset lastLedgerTime, bool leapUnconfirmed)
    {
        this.leapUnconfirmed |= leapUnconfirmed;
        Advance(lastLedgerTime);
    }

    /// <summary>An operator has looked at the clock and says that the present time is right.</summary>
    public void ConfirmLeap()
    {
        Advance(wall.GetUtcNow());
        leapUnconfirmed = false;
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => wall.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);

    private static TimeSpan Min(TimeSpan lag, DateTimeOffset last) => lag.Ticks < last.UtcTicks ? lag : TimeSpan.FromTicks(last.UtcTicks);
}
