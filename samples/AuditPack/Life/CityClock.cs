namespace AuditPack;

/// <summary>
/// A clock that stands still until it is moved, for server and clients alike. Timers that it was moved past ring when they are told to, once however
/// far it moved: an hour later a task that is due every minute runs once, as it would after an hour of sleep.
/// </summary>
/// <param name="start">What it shows first.</param>
internal sealed class CityClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves it forward; a time that has passed already changes nothing. Nothing rings.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (_gate)
        {
            Volatile.Write(ref _ticks, Math.Max(_ticks, time.UtcTicks));
        }
    }

    /// <summary>Rings what has become due.</summary>
    public void Ring()
    {
        List<Alarm> due;
        lock (_gate)
        {
            due = [.. _alarms.Where(alarm => alarm.IsDue(_ticks))];
        }

        due.ForEach(alarm => alarm.Ring());
    }

    private sealed class Alarm(CityClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _dueTicks = long.MaxValue;
        private long _periodTicks;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _periodTicks = period > TimeSpan.Zero ? period.Ticks : 0;
                _dueTicks = dueTime > TimeSpan.Zero ? clock._ticks + dueTime.Ticks
                    : dueTime == TimeSpan.Zero && _periodTicks > 0 ? clock._ticks + _periodTicks : long.MaxValue;
                clock._alarms.Remove(this);
                clock._alarms.Add(this);
            }

            if (dueTime == TimeSpan.Zero)
            {
                Ring();
            }

            return true;
        }

        /// <summary>True when it should ring now; it then waits for the next full period. Only under the clock's lock.</summary>
        public bool IsDue(long now)
        {
            if (_dueTicks > now)
            {
                return false;
            }

            _dueTicks = _periodTicks == 0 ? long.MaxValue : now + _periodTicks - ((now - _dueTicks) % _periodTicks);
            return true;
        }

        public void Ring() => ThreadPool.UnsafeQueueUserWorkItem(static alarm => alarm.Call(), this, preferLocal: false);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                _dueTicks = long.MaxValue;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call() => callback(state);
    }
}
