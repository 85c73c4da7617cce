using System.Collections.Concurrent;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Web.Staff;

/// <summary>Receipts of paper forms, for the clerk who confirmed to print: 30 minutes, at most 1,000. A visit's receipts are read in the visit.</summary>
internal sealed class PrintedReceipts(TimeProvider clock)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, (string StaffId, ConfirmPaperResponse Answer, DateTimeOffset Until)> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps one and returns its id.</summary>
    public string Keep(string staffId, ConfirmPaperResponse answer)
    {
        foreach (var (old, one) in _kept)
        {
            if (one.Until < clock.GetUtcNow() || _kept.Count >= Most)
            {
                _kept.TryRemove(old, out _);
            }
        }

        var id = Base64Url.Encode(RandomSource.Bytes(16));
        _kept[id] = (staffId, answer, clock.GetUtcNow() + Life);
        return id;
    }

    /// <summary>Her own; another's looks like none.</summary>
    public ConfirmPaperResponse? Find(string id, string? staffId) =>
        _kept.TryGetValue(id, out var one) && one.StaffId == staffId && one.Until > clock.GetUtcNow() ? one.Answer : null;
}
