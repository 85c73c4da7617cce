using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One hold on the <see cref="WithdrawalLatch"/>. It is released only by somebody who knows how the withdrawal ended; disposed without that, by
/// an error on any line, it is left behind and the consent stays denied until <see cref="SettleWithdrawals"/> knows (I-06).
/// </summary>
public sealed class WithdrawalHold : IDisposable
{
    private readonly WithdrawalLatch latch;
    private readonly GrantId grant;
    private bool over;

    /// <summary>Latches a consent.</summary>
    public WithdrawalHold(WithdrawalLatch latch, GrantId grant)
    {
        ArgumentNullException.ThrowIfNull(latch);
        (this.latch, this.grant) = (latch, grant);
        latch.Hold(grant);
    }

    /// <summary>The withdrawal durably did not happen, or another hold has seen it happen.</summary>
    public void Release() => End(latch.Release);

    /// <summary>The row was read as finally withdrawn: every hold on it is over.</summary>
    public void Settle() => End(latch.Settle);

    /// <summary>Leaves the hold behind unless its end is known.</summary>
    public void Dispose() => End(latch.Leave);

    private void End(Action<GrantId> how)
    {
        if (!over)
        {
            over = true;
            how(grant);
        }
    }
}
