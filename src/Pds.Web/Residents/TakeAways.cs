using System.Collections.Concurrent;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Web.Residents;

/// <summary>
/// What somebody may fetch after her fresh sign-in: her evidence, not yet used. Ten minutes, as long as the challenge lives; once; at most 10,000. The
/// file itself is nowhere: it is made while it is fetched.
/// </summary>
internal sealed class TakeAways(TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Ready> _ready = new(StringComparer.Ordinal);

    /// <summary>Keeps one and returns its id.</summary>
    public string Keep(string residentId, string challenge, Evidence evidence)
    {
        foreach (var (old, one) in _ready)
        {
            if (one.Until < clock.GetUtcNow() || _ready.Count >= Most)
            {
                _ready.TryRemove(old, out _);
            }
        }

        var id = Base64Url.Encode(RandomSource.Bytes(16));
        _ready[id] = new Ready(residentId, challenge, evidence, clock.GetUtcNow() + Life);
        return id;
    }

    /// <summary>Whether her own one waits; another's looks like none.</summary>
    public bool IsWaiting(string id, string? residentId) => Find(id, residentId) is not null;

    /// <summary>Takes her own one, once.</summary>
    public Ready? Take(string id, string? residentId) => Find(id, residentId) is not null && _ready.TryRemove(id, out var ready) ? ready : null;

    private Ready? Find(string id, string? residentId) =>
        _ready.TryGetValue(id, out var ready) && ready.ResidentId == residentId && ready.Until > clock.GetUtcNow() ? ready : null;

    /// <summary>One that waits to be fetched. Prints its type only.</summary>
    public sealed record Ready(string ResidentId, string Challenge, Evidence Evidence, DateTimeOffset Until)
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(Ready);
    }
}
