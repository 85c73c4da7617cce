using System.Threading.Channels;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>One kind of refusal by rules 1 to 3: equal ones are one entry with a count.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Method">What was called.</param>
/// <param name="Reason">What was answered.</param>
/// <param name="Grant">The grant of the receipt, when it is ours and somebody else's; else null.</param>
internal sealed record RefusedKind(OrganizationId Caller, string Method, RefusalReason Reason, GrantId? Grant);

/// <summary>
/// Refusals that wait behind their answers to be entered. They are counted by kind before they queue, so repetitions take neither memory nor
/// the place of another's first; one reader takes them out.
/// </summary>
internal sealed class WaitingRefusals
{
    /// <summary>The most kinds that wait with their grant: 1,024. Beyond it a refusal is counted for its caller alone, who has one kind a reason.</summary>
    public const int MaxKinds = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<RefusedKind, long> counts = [];
    private readonly Channel<RefusedKind> order = Channel.CreateUnbounded<RefusedKind>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Counts one; never waits and never drops.</summary>
    /// <returns>False when too many kinds wait, and this is the first since that its caller is told without its grant.</returns>
    public bool Add(RefusedKind kind)
    {
        bool first, forgets;
        lock (gate)
        {
            forgets = kind.Grant is not null && counts.Count >= MaxKinds && !counts.ContainsKey(kind);
            kind = forgets ? kind with { Grant = null } : kind;
            first = !counts.TryGetValue(kind, out var before);
            counts[kind] = before + 1;
        }

        if (first)
        {
            order.Writer.TryWrite(kind);
        }

        return !(forgets && first);
    }

    /// <summary>Takes kinds out with their counts, in the order in which they first came, until <see cref="Complete"/> and none is left.</summary>
    public async IAsyncEnumerable<(RefusedKind Kind, long Count)> TakeAllAsync()
    {
        await foreach (var kind in order.Reader.ReadAllAsync())
        {
            long count;
            lock (gate)
            {
                counts.Remove(kind, out count);
            }

            yield return (kind, count);
        }
    }

    /// <summary>No more come.</summary>
    public void Complete() => order.Writer.TryComplete();
}
