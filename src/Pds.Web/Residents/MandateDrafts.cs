using System.Collections.Concurrent;

namespace Pds.Web.Residents;

/// <summary>Mandates chosen and not agreed to: as long as their document can be; at most 20,000.</summary>
internal sealed class MandateDrafts(TimeProvider clock)
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, MandateDraft> _drafts = new(StringComparer.Ordinal);

    /// <summary>Keeps one and returns its id.</summary>
    public string Keep(MandateDraft draft)
    {
        foreach (var (old, one) in _drafts)
        {
            if (one.Document.ExpiresAt < clock.GetUtcNow() || _drafts.Count >= Most)
            {
                _drafts.TryRemove(old, out _);
            }
        }

        var id = RequestIds.New();
        _drafts[id] = draft;
        return id;
    }

    /// <summary>Her own; another's looks like none.</summary>
    public MandateDraft? Find(string id, string? residentId) =>
        _drafts.TryGetValue(id, out var draft) && draft.ResidentId == residentId && draft.Document.ExpiresAt > clock.GetUtcNow() ? draft : null;
}
