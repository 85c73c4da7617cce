using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The resident says no to one item of a request. The refusal is itself recorded and visible (FEATURES C16).</summary>
public sealed class DeclineConsent(Recorder recorder, ActReceipts receipts)
{
    private readonly ResidentMove step = new(recorder, receipts);

    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return step.RunAsync(
            act, GrantMove.Decline, ActKind.Refuse, (grant, now) => new ConsentDeclined(now, grant.Request, grant.Id, grant.Recipient, act.ActedBy) { Acting = act.Acting }, cancellationToken);
    }
}
