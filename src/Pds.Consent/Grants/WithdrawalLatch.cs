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
    private readonly ConcurrentDictionary<GrantId, Holds> holds = new();

    /// <summary>Latches a consent; each hold needs its own <see cref="Release"/> or <see cref="Leave"/>.</summary>
    public void Hold(GrantId grant) => holds.AddOrUpdate(grant, new Holds(1, 0), (_, held) => held with { Running = held.Running + 1 });

    /// <summary>Gives one hold back: its act durably did not happen.</summary>
    public void Release(GrantId grant) => Change(grant, held => held with { Running = Math.Max(0, held.Running - 1) });

    /// <summary>Leaves one hold behind: its act is over and nobody knows how it ended. <see cref="SettleWithdrawals"/> finds out.</summary>
    public void Leave(GrantId grant) => Change(grant, held => new Holds(Math.Max(0, held.Running - 1), held.Left + 1));

    /// <summary>Gives back holds that were left; those of acts still running, or left since they were counted, stay.</summary>
    public void GiveBack(GrantId grant, int left) => Change(grant, held => held with { Left = Math.Max(0, held.Left - left) });

    /// <summary>Gives every hold back: the row was read as finally withdrawn, so nothing is left to wait for.</summary>
    public void Settle(GrantId grant) => holds.TryRemove(grant, out _);

    /// <summary>True while a withdrawal's end is unknown: deny.</summary>
    public bool IsLatched(GrantId grant) => holds.ContainsKey(grant);

    /// <summary>The consents with holds that were left, and how many; for the retry timer.</summary>
    public IReadOnlyDictionary<GrantId, int> Left => holds.Where(pair => pair.Value.Left > 0).ToDictionary(pair => pair.Key, pair => pair.Value.Left);

    private void Change(GrantId grant, Func<Holds, Holds> change)
    {
        while (holds.TryGetValue(grant, out var held))
        {
            var changed = change(held);
            if (changed == default ? holds.TryRemove(KeyValuePair.Create(grant, held)) : holds.TryUpdate(grant, changed, held))
            {
                return;
            }
        }
    }

    private readonly record struct Holds(int Running, int Left);
}
