using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The resident stops a consent for now; the recorder withholds its share until it is resumed (FEATURES C3).</summary>
public sealed class PauseConsent(Recorder recorder, ActReceipts receipts)
{
    private readonly ResidentMove step = new(recorder, receipts);

    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return step.RunAsync(
            act, GrantMove.Pause, ActKind.Pause, (grant, now) => new ConsentPaused(now, grant.Id, grant.Recipient, act.ActedBy) { Acting = act.Acting }, cancellationToken);
    }
}
