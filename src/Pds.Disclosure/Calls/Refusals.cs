using System.Diagnostics;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Says no. A caller who fails rules 1 to 3 gets one answer after one time, whatever was wrong (I-17): its entry is written behind the
/// answer, so that the answer does not tell by its timing whether the grant exists; none is dropped, see <see cref="WaitingRefusals"/>.
/// From rule 4 on the entry is durable first and the reason is told.
/// </summary>
public sealed class Refusals : IAsyncDisposable
{
    /// <summary>After how long rules 1 to 3 answer, and never before; longer than any check they do.</summary>
    public static readonly TimeSpan UniformTime = TimeSpan.FromMilliseconds(20);

    private const int LastUniformRule = 3;
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly RefusalLog log;
    private readonly IRowReader rows;
    private readonly Task writing;
    private readonly WaitingRefusals waiting = new();

    /// <summary>Starts the writing behind answers.</summary>
    /// <param name="log">Coalesces refusals.</param>
    /// <param name="rows">Finds whose grant a foreign caller tried.</param>
    public Refusals(RefusalLog log, IRowReader rows)
    {
        (this.log, this.rows) = (log, rows);
        writing = WriteAsync();
    }

    /// <summary>
    /// Told of an entry that a resident will not see, for another reason than the ledger's health: one damaged row, or so many kinds waiting
    /// that further ones are counted for their callers only. For the operator's log.
    /// </summary>
    public Action<Exception>? EntryLost { get; set; }

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Complete();
        await writing;
    }

    internal async ValueTask<RequestDataOutcome> RefuseAsync(
        GateDecision.Refused no, PresentedCall? presented, CallView view, RequestDataInput input, CallingOrganization caller, long arrived,
        CancellationToken cancellationToken)
    {
        if (no.Rule > LastUniformRule)
        {
            return await RefuseKnownAsync(no, presented!, view, cancellationToken);
        }

        // The receipt is ours and says whose it is: the resident learns of the attempt. Else it is the operator's matter.
        GrantId? foreign = no.Rule == LastUniformRule && presented is not null ? presented.Receipt.Grant : null;
        if (!waiting.Add(new RefusedKind(caller.Organization, input.Method, no.Reason, foreign)))
        {
            EntryLost?.Invoke(new InvalidOperationException("Too many kinds of refusals wait; further ones are counted for their callers alone."));
        }

        await WaitForUniformTimeAsync(arrived, cancellationToken);
        return new RequestDataOutcome.Refused(new Refusal(no.Reason));
    }

    /// <summary>Enters and answers a refusal with a reason.</summary>
    internal async ValueTask<RequestDataOutcome> RefuseKnownAsync(
        GateDecision.Refused no, PresentedCall presented, CallView view, CancellationToken cancellationToken)
    {
        // An erased resident has no chain any more; the operator's chain keeps the count, grant by grant as the chain did.
        var (receipt, reason) = (presented.Receipt, no.Reason.Code());
        _ = view.Grant is { } grant
            ? await log.RefuseAsync(ChainId.Resident(grant.Resident), grant.Id, presented.Caller.Organization, no.Rule, reason, over: no.Over, cancellationToken: cancellationToken)
            : await log.RefuseErasedAsync(receipt.Grant, receipt.Recipient, presented.Input.Method, reason, cancellationToken: cancellationToken);
        return new RequestDataOutcome.Refused(new Refusal(no.Reason, no.Field, no.At));
    }

    private async ValueTask EnterAsync(RefusedKind kind, long count)
    {
        if (kind.Grant is { } id)
        {
            await EnterForeignAsync(kind, id, count);
        }
        else
        {
            await log.RefuseCallAsync(kind.Caller, kind.Method, kind.Reason.Code(), count);
        }
    }

    // One series a grant, whether its resident is there or erased: the size of the log is public, and were the erased counted together, two
    // stolen receipts would tell by the leaves they add which of them is live (I-17).
    private async ValueTask EnterForeignAsync(RefusedKind kind, GrantId id, long count)
    {
        var reason = kind.Reason.Code();
        _ = await FindAsync(kind, id, count) is { } grant
            ? await log.RefuseAsync(ChainId.Resident(grant.Resident), id, kind.Caller, LastUniformRule, reason, count)
            : await log.RefuseErasedAsync(id, kind.Caller, kind.Method, reason, count);
    }

    private async ValueTask<Grant?> FindAsync(RefusedKind kind, GrantId id, long count)
    {
        try
        {
            return await GrantRow.FindAsync(rows, id);
        }
        catch (LedgerUnavailableException)
        {
            // Whose it was cannot be read now. The caller's own count takes it, which waits for the ledger as every count does.
            await log.RefuseCallAsync(kind.Caller, kind.Method, kind.Reason.Code(), count);
            throw;
        }
    }

    // Until an instant, not for a while: Task.Delay drops fractions of a millisecond, and what is left of them after the checks differs by
    // class. It brings us to within one of them, and what remains is given away turn by turn.
    private static async ValueTask WaitForUniformTimeAsync(long arrived, CancellationToken cancellationToken)
    {
        for (TimeSpan left; (left = UniformTime - Stopwatch.GetElapsedTime(arrived)) > TimeSpan.Zero;)
        {
            if (left >= OneMillisecond)
            {
                await Task.Delay(left, cancellationToken);
            }
            else
            {
                await Task.Yield();
            }
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var (kind, count) in waiting.TakeAllAsync())
        {
            try
            {
                await EnterAsync(kind, count);
            }
            catch (LedgerUnavailableException)
            {
                // The answer was no already. The log kept the count and enters it with the next of its kind, or on its next beat.
            }
            catch (Exception failure)
            {
                // Such as one damaged row. This entry is lost; were it let out, every later attempt of a stranger would be lost in silence.
                EntryLost?.Invoke(failure);
            }
        }
    }
}
