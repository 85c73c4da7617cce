using System.Collections.Concurrent;

namespace AuditPack;

/// <summary>What happened, counted.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How often something happened.</summary>
    public int this[string what] => _counts.GetValueOrDefault(what);

    /// <summary>All counts by name.</summary>
    public IReadOnlyDictionary<string, int> All => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>It happened.</summary>
    public void Add(string what, int times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    /// <summary>A refused call.</summary>
    public void Refuse(Organisation organisation, string reason)
    {
        Add("refused");
        Add($"refused/{organisation.Key}/{reason}");
    }
}
