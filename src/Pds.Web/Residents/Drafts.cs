using System.Collections.Concurrent;
using Pds.Cryptography;

namespace Pds.Web.Residents;

/// <summary>Answers that were chosen and not yet confirmed: 30 minutes, as long as a document can be signed; at most 20,000.</summary>
internal sealed class Drafts(TimeProvider clock)
{
    /// <summary>How long one is kept: as long as a document can be signed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, Draft> _drafts = new(StringComparer.Ordinal);

    /// <summary>Keeps one and returns its id.</summary>
    public string Keep(Draft draft)
    {
        foreach (var (old, one) in _drafts)
        {
            if (one.Until < clock.GetUtcNow() || _drafts.Count >= Most)
            {
                _drafts.TryRemove(old, out _);
            }
        }

        var id = Base64Url.Encode(RandomSource.Bytes(16));
        _drafts[id] = draft;
        return id;
    }

    /// <summary>Her own draft of this request; another's looks like none.</summary>
    public Draft? Find(string id, string? residentId, string requestId) =>
        _drafts.TryGetValue(id, out var draft) && draft.ResidentId == residentId && draft.RequestId == requestId && draft.Until > clock.GetUtcNow() ? draft : null;
}
