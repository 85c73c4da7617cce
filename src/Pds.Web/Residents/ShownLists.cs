namespace Pds.Web.Residents;

/// <summary>
/// What a session was shown last, so that a page that shows the same again does not have it all opened again. Shown only after the city said, for this very
/// page, that nothing was entered in her history since. In memory, forgotten at sign-out, after ten minutes, and with the first new entry; long lists and lists of
/// values are never kept.
/// </summary>
internal sealed class ShownLists : IDisposable
{
    /// <summary>The most rows kept of one list; a longer one is read anew each time.</summary>
    public const int MostOfOne = 5_000;

    private const int MostOfAll = 500_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _clock;
    private readonly ITimer _sweeps;
    private readonly Lock _guard = new();
    private readonly Dictionary<string, Shown> _shown = new(StringComparer.Ordinal);
    private int _rows;

    /// <summary>Begins empty. What runs out is dropped within a minute, also of a session that nobody comes back to.</summary>
    public ShownLists(TimeProvider clock)
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

    /// <summary>Drops what ran out.</summary>
    public void Sweep()
    {
        lock (_guard)
        {
            var now = _clock.GetUtcNow();
            foreach (var session in _shown.Where(one => now >= one.Value.Until).Select(one => one.Key).ToList())
            {
                Forget(session);
            }
        }
    }

    /// <summary>A list as it was shown under this head, or read now.</summary>
    /// <param name="session">The secret of her session.</param>
    /// <param name="head">Where her history ended when this page asked.</param>
    /// <param name="what">Which list; its element type is always the same.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="rows">How many rows it has.</param>
    public async Task<T> GetAsync<T>(string session, string head, string what, Func<Task<T>> read, Func<T, int> rows)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Find(session, head, what) is T same)
        {
            return same;
        }

        var fresh = await read().ConfigureAwait(false);
        if (rows(fresh) is <= MostOfOne and var count)
        {
            Keep(session, head, what, fresh, count + 1);
        }

        return fresh;
    }

    /// <summary>Forgets what a session was shown.</summary>
    public void Forget(string session)
    {
        lock (_guard)
        {
            if (_shown.Remove(session, out var gone))
            {
                _rows -= gone.Rows;
            }
        }
    }

    /// <summary>Forgets what everybody was shown.</summary>
    public void Clear()
    {
        lock (_guard)
        {
            _shown.Clear();
            _rows = 0;
        }
    }

    /// <summary>They are a person's.</summary>
    public override string ToString() => nameof(ShownLists);

    private object? Find(string session, string head, string what)
    {
        lock (_guard)
        {
            return _shown.TryGetValue(session, out var known) && known.Head == head && _clock.GetUtcNow() < known.Until ? known.Lists.GetValueOrDefault(what) : null;
        }
    }

    private void Keep(string session, string head, string what, object list, int rows)
    {
        lock (_guard)
        {
            var now = _clock.GetUtcNow();
            if (!_shown.TryGetValue(session, out var shown) || shown.Head != head || now >= shown.Until)
            {
                Forget(session);
                _shown[session] = shown = new Shown(head, now + Life);
            }

            if (_rows + rows > MostOfAll)
            {
                MakeRoom();
            }

            if (_shown.ContainsKey(session) && shown.Lists.TryAdd(what, list))
            {
                shown.Rows += rows;
                _rows += rows;
            }
        }
    }

    // What ran out goes first; if that makes no room, everything does: it only costs reading.
    private void MakeRoom()
    {
        Sweep();
        if (_rows > MostOfAll / 2)
        {
            Clear();
        }
    }

    private sealed record Shown(string Head, DateTimeOffset Until)
    {
        public Dictionary<string, object> Lists { get; } = new(StringComparer.Ordinal);

        public int Rows { get; set; }
    }
}
