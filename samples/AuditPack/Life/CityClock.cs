namespace AuditPack;

/// <summary>
/// A clock that stands still until it is moved, for server and clients alike. Timers that it was moved past ring when they are told to, once however
/// far it moved: an hour later a task that is due every minute runs once, as it would after an hour of sleep. Once the past is played it can go on as
/// the machine's clock.
/// </summary>
/// <param name="start">What it shows first.</param>
internal sealed class CityClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private long _ticks = start.UtcTicks;
    private volatile bool _runs;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _runs ? System.GetUtcNow() : new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

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

    /// <summary>From now on it is the machine's clock, and what is set rings by itself. It must have been moved to the present before.</summary>
    public void RunOn()
    {
        lock (_gate)
        {
            _runs = true;
            _alarms.ForEach(alarm => alarm.Start(_ticks));
            _alarms.Clear();
        }
    }

    private sealed class Alarm(CityClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _dueTicks = long.MaxValue;
        private long _periodTicks;
        private ITimer? _running;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (clock._runs)
                {
                    return (_running ??= System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)).Change(dueTime, period);
                }

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

        /// <summary>Goes on as a timer of the machine. Only under the clock's lock.</summary>
        public void Start(long now)
        {
            if (_dueTicks < long.MaxValue)
            {
                var period = _periodTicks > 0 ? TimeSpan.FromTicks(_periodTicks) : Timeout.InfiniteTimeSpan;
                _running = System.CreateTimer(callback, state, TimeSpan.FromTicks(Math.Max(0, _dueTicks - now)), period);
            }
        }

        public void Ring() => ThreadPool.UnsafeQueueUserWorkItem(static alarm => alarm.Call(), this, preferLocal: false);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                _dueTicks = long.MaxValue;
                _running?.Dispose();
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
