using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The resident lets a paused consent go on. Its end has not moved: pausing saves no time.</summary>
public sealed class ResumeConsent(Recorder recorder, ActReceipts receipts)
{
    private readonly ResidentMove step = new(recorder, receipts);

    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return step.RunAsync(
            act, GrantMove.Resume, ActKind.Resume, (grant, now) => new ConsentResumed(now, grant.Id, grant.Recipient, act.ActedBy), cancellationToken);
    }
}
