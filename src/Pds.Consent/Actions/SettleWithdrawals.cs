using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Finds out what became of withdrawals whose answer was lost, so that a consent is not denied for longer than needed (I-06). It sends a
/// command that changes nothing but requires the row it read: the recorder works in order, so when that command is durable, whatever was
/// queued before it has ended.
/// </summary>
/// <param name="recorder">Where the consents are.</param>
/// <param name="latch">What is denied meanwhile.</param>
/// <param name="damaged">Told of a consent whose row could not be read, for the operator's log; it stays denied and the others are settled.</param>
public sealed class SettleWithdrawals(Recorder recorder, WithdrawalLatch latch, Action<InvalidDataException>? damaged = null)
{
    /// <summary>Tries each consent with a hold that was left, once.</summary>
    /// <returns>How many are settled.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger still fails; what is latched stays latched.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken = default)
    {
        var settled = 0;
        foreach (var (id, left) in latch.Left)
        {
            if (await IsKnownAsync(id, cancellationToken).ConfigureAwait(false))
            {
                // Only what was left before the row was read: a withdrawal that holds since then has its own end to wait for.
                latch.GiveBack(id, left);
                settled++;
            }
        }

        return settled;
    }

    private async ValueTask<bool> IsKnownAsync(GrantId id, CancellationToken cancellationToken)
    {
        try
        {
            var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
            return grant is null || grant.State == GrantState.Withdrawn || await StandsAsync(grant, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException changed)
        {
            damaged?.Invoke(changed);
            return false;
        }
    }

    private async ValueTask<bool> StandsAsync(Grant grant, CancellationToken cancellationToken) =>
        await recorder.RecordAsync(new Command([GrantRow.Require(grant)], []), cancellationToken).ConfigureAwait(false) is Recording.Done;
}
