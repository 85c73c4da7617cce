namespace Pds.Web.Residents;

/// <summary>
/// What the sessions of this host were shown (<see cref="ShownHistory"/>), so that a page reads what is new and not everything again. In memory; forgotten at
/// sign-out, and within a minute after the 20 minutes without use that end a session, also of one that nobody comes back to.
/// </summary>
internal sealed class ShownHistories : IDisposable
{
    /// <summary>The most rows kept of all sessions together; beyond it whoever was longest away is read anew.</summary>
    public const int MostOfAll = 500_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _clock;
    private readonly ITimer _sweeps;
    private readonly Lock _guard = new();
    private readonly Dictionary<string, ShownHistory> _shown = new(StringComparer.Ordinal);

    /// <summary>Begins empty.</summary>
    public ShownHistories(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _sweeps = clock.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>How many sessions something is kept for.</summary>
    public int Sessions
    {
        get
        {
            lock (_guard)
            {
                return _shown.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sweeps.Dispose();

    /// <summary>What a session was shown.</summary>
    /// <param name="secret">The session's secret.</param>
    public ShownHistory Of(string secret)
    {
        lock (_guard)
        {
            if (!_shown.TryGetValue(secret, out var shown))
            {
                MakeRoom();
                _shown[secret] = shown = new ShownHistory(_clock);
            }

            return shown;
        }
    }

    /// <summary>Drops what ran out, and what is too much.</summary>
    public void Sweep()
    {
        lock (_guard)
        {
            var now = _clock.GetUtcNow();
            foreach (var session in _shown.Where(one => now >= one.Value.LastUse + Life).Select(one => one.Key).ToList())
            {
                _shown.Remove(session);
            }

            MakeRoom();
        }
    }

    /// <summary>Forgets what a session was shown.</summary>
    public void Forget(string secret)
    {
        lock (_guard)
        {
            _shown.Remove(secret);
        }
    }

    /// <summary>They are a person's.</summary>
    public override string ToString() => nameof(ShownHistories);

    private void MakeRoom()
    {
        var rows = _shown.Sum(one => (long)one.Value.Rows);
        foreach (var (session, shown) in rows > MostOfAll ? [.. _shown.OrderBy(one => one.Value.LastUse)] : Array.Empty<KeyValuePair<string, ShownHistory>>())
        {
            if (rows <= MostOfAll / 2)
            {
                break;
            }

            rows -= shown.Rows;
            _shown.Remove(session);
        }
    }
}
