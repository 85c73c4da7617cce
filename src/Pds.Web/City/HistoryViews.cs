using System.Collections.Concurrent;
using Pds.Client;
using Pds.Ledger;

namespace Pds.Web.City;

/// <summary>A resident's history in words: each entry, and each use or attempt with what became of it. Prints its type only.</summary>
internal sealed class HistoryViews
{
    /// <summary>Nothing yet.</summary>
    public static readonly HistoryViews None = new();

    private readonly KnownHistory? _of;
    private readonly ConcurrentDictionary<string, object> _once = new(StringComparer.Ordinal);

    private HistoryViews() => (Events, Uses, Intents, Purposes) = ([], [], [], []);

    /// <param name="of">The history that is told.</param>
    /// <param name="events">Each of its entries, oldest first.</param>
    /// <param name="uses">Uses and attempts, oldest first.</param>
    /// <param name="intents">Where among the uses an intent stands, by its commitment.</param>
    /// <param name="purposes">What each consent is for, as far as it was said.</param>
    public HistoryViews(
        KnownHistory of, List<EventView> events, List<UseView> uses, Dictionary<string, int> intents, Dictionary<GrantId, string> purposes) =>
        (_of, Events, Uses, Intents, Purposes) = (of, events, uses, intents, purposes);

    /// <summary>Each entry, oldest first.</summary>
    public List<EventView> Events { get; }

    /// <summary>Uses and attempts, oldest first.</summary>
    public List<UseView> Uses { get; }

    /// <summary>Where among the uses an intent stands, by its commitment.</summary>
    public Dictionary<string, int> Intents { get; }

    /// <summary>What each consent is for, as far as it was said.</summary>
    public Dictionary<GrantId, string> Purposes { get; }

    /// <summary>Whether this is exactly that history.</summary>
    public bool IsOf(KnownHistory known) => ReferenceEquals(_of, known);

    /// <summary>Whether that history goes on from this one.</summary>
    public bool IsBegun(KnownHistory known) =>
        _of is { Entries.Count: > 0 } of && known.Entries.Count >= of.Entries.Count && ReferenceEquals(known.Entries[0], of.Entries[0]);

    /// <summary>Whether everything at or after an instant is among them.</summary>
    public bool Reaches(DateTimeOffset? from) => _of is not { IsWhole: false } || (from is not null && Events.Find(one => one.Time is not null)?.Time < from);

    /// <summary>Something reckoned from exactly these, once.</summary>
    /// <param name="what">What it is; its type is always the same.</param>
    /// <param name="reckon">Reckons it.</param>
    public T Once<T>(string what, Func<T> reckon)
        where T : class => (T)_once.GetOrAdd(what, _ => reckon());

    /// <summary>Uses and refused attempts at or after an instant, newest first, and how many entries of that time a law hides.</summary>
    public SeenUses UsesFrom(DateTimeOffset? from)
    {
        var uses = new List<UseView>();
        for (var at = Uses.Count - 1; at >= 0 && !(Uses[at].Time < from); at--)
        {
            uses.Add(Uses[at]);
        }

        // A hidden entry tells no time: its place does.
        var hidden = 0L;
        for (var at = Events.Count - 1; at >= 0 && !(Events[at].Time < from); at--)
        {
            hidden += Events[at].IsHidden ? 1 : 0;
        }

        return new SeenUses(uses, hidden);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(HistoryViews);
}
