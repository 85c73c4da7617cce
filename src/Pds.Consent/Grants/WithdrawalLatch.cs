using System.Collections.Concurrent;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Remembers on this node which consents are being withdrawn, from the moment the act starts until its durable end is known (I-06).
/// While latched, the gate refuses as if withdrawn. A withdrawal that ended in an error stays latched: stopping fails closed. After a
/// restart the latch is empty and the durable state rules. Safe to share between threads.
/// </summary>
public sealed class WithdrawalLatch
{
    private readonly ConcurrentDictionary<GrantId, int> holds = new();

    /// <summary>Latches a consent; each hold needs its own release.</summary>
    public void Hold(GrantId grant) => holds.AddOrUpdate(grant, 1, (_, count) => count + 1);

    /// <summary>Gives one hold back: its act is durably done, or durably did not happen.</summary>
    public void Release(GrantId grant)
    {
        while (holds.TryGetValue(grant, out var count))
        {
            if (count == 1 ? holds.TryRemove(KeyValuePair.Create(grant, 1)) : holds.TryUpdate(grant, count - 1, count))
            {
                return;
            }
        }
    }

    /// <summary>Gives every hold back: the row was read as finally withdrawn, so nothing is left to wait for.</summary>
    public void Settle(GrantId grant) => holds.TryRemove(grant, out _);

    /// <summary>True while a withdrawal's end is unknown: deny.</summary>
    public bool IsLatched(GrantId grant) => holds.ContainsKey(grant);

    /// <summary>The consents whose withdrawal did not end; for the retry timer.</summary>
    public IReadOnlyCollection<GrantId> Latched => [.. holds.Keys];
}
