using Pds.Client;
using Pds.Ledger;
using Pds.Web.City;

namespace Pds.Web.Residents;

/// <summary>
/// What one session was shown: its resident's history as far as it was read, told in words, and lists that stay the same until something is entered that is about
/// more than a use or a look. Read on at every page, so that nothing is shown that the city did not call the newest for this very page. Prints its type only.
/// </summary>
internal sealed class ShownHistory(TimeProvider clock)
{
    /// <summary>The most rows kept of one list; a longer one is read anew each time.</summary>
    public const int MostOfOne = 5_000;

    // What time alone changes shows after this at the latest: an entry that a law hid until today, a consent that ran out.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SemaphoreSlim _telling = new(1, 1);
    private readonly Dictionary<string, object> _lists = new(StringComparer.Ordinal);
    private KnownHistory? _known;
    private HistoryViews _views = HistoryViews.None;
    private DateTimeOffset _knownUntil;
    private DateTimeOffset _listsUntil;
    private (int Generation, int Rows) _listed;

    /// <summary>When a page last wanted something of it.</summary>
    public DateTimeOffset LastUse { get; private set; } = clock.GetUtcNow();

    /// <summary>How many rows it keeps.</summary>
    public int Rows => (_known?.Entries.Count ?? 0) + _listed.Rows;

    /// <summary>Reads on to where the history ends now.</summary>
    /// <param name="session">Asks the city.</param>
    /// <param name="whole">Whether it is to be known from its first entry on.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<KnownHistory> ReadOnAsync(ResidentSession session, bool whole, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = LastUse = clock.GetUtcNow();
            var before = now >= _knownUntil && _known is { } known && known.Entries.Any(entry => entry.IsHidden) ? null : _known;
            var read = await session.ReadOnAsync(before, whole, cancellationToken).ConfigureAwait(false);
            if (before is null)
            {
                _knownUntil = now + Life;
            }

            if (now >= _listsUntil || IsMoreThanUses(_known, read))
            {
                ForgetLists(now + Life);
            }

            return _known = read;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The history in words, told on from what was told before.</summary>
    /// <param name="known">As <see cref="ReadOnAsync"/> read it for this page.</param>
    /// <param name="tell">Tells on: what was told before, or nothing when it is of another beginning, and the history as it is known now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<HistoryViews> TellAsync(KnownHistory known, Func<HistoryViews, KnownHistory, Task<HistoryViews>> tell, CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _views.IsOf(known) ? _views : _views = await tell(_views.IsBegun(known) ? _views : HistoryViews.None, known).ConfigureAwait(false);
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <summary>A list as it was shown before, or read now. Asked for after <see cref="ReadOnAsync"/>, in the same page.</summary>
    /// <param name="what">Which list; its type is always the same.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="rows">How many rows it has.</param>
    public async Task<T> ListAsync<T>(string what, Func<Task<T>> read, Func<T, int> rows)
        where T : class
    {
        var (same, generation) = Find(what);
        if (same is T known)
        {
            return known;
        }

        var fresh = await read().ConfigureAwait(false);
        Keep(what, fresh, rows(fresh), generation);
        return fresh;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ShownHistory);

    // Another beginning of the same history shows nothing new: the lists stand as long as its newest entries are those that were known.
    private static bool IsMoreThanUses(KnownHistory? before, KnownHistory now)
    {
        var last = before is { Entries.Count: > 0 } ? before.Entries[^1].Seq : -1;
        for (var at = now.Entries.Count - 1; at >= 0 && now.Entries[at].Seq > last; at--)
        {
            if (now.Entries[at].Entry is not (DisclosureIntended or Disclosed or DisclosureStopped or DisclosureRefused or HistoryRead or RepresentativeLooked or NoticesSent))
            {
                return true;
            }
        }

        return false;
    }

    private void ForgetLists(DateTimeOffset until)
    {
        lock (_lists)
        {
            _lists.Clear();
            (_listsUntil, _listed) = (until, (_listed.Generation + 1, 0));
        }
    }

    private (object? List, int Generation) Find(string what)
    {
        lock (_lists)
        {
            return (_lists.GetValueOrDefault(what), _listed.Generation);
        }
    }

    // What was asked for before something was entered belongs to what is over.
    private void Keep(string what, object list, int rows, int generation)
    {
        lock (_lists)
        {
            if (rows <= MostOfOne && generation == _listed.Generation && _lists.TryAdd(what, list))
            {
                _listed.Rows += rows + 1;
            }
        }
    }
}
