using System.Diagnostics;
using System.Threading.Channels;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Says no. A caller who fails rules 1 to 3 gets one answer after one time, whatever was wrong (I-17): its entry is written behind the
/// answer, so that the answer does not tell by its timing whether the grant exists. From rule 4 on the entry is durable first and the
/// reason is told.
/// </summary>
public sealed class Refusals : IAsyncDisposable
{
    /// <summary>After how long rules 1 to 3 answer, and never before; longer than any check they do.</summary>
    public static readonly TimeSpan UniformTime = TimeSpan.FromMilliseconds(20);

    private const int LastUniformRule = 3;
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);
    private const int MaxWaiting = 1024;

    private readonly RefusalLog log;
    private readonly IRowReader rows;
    private readonly Task writing;

    // When it is full, further entries are dropped and only the coalesced count is lost: a flood must not hold callers or memory.
    private readonly Channel<Func<ValueTask>> waiting = Channel.CreateBounded<Func<ValueTask>>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Starts the writing behind answers.</summary>
    /// <param name="log">Coalesces refusals.</param>
    /// <param name="rows">Finds whose grant a foreign caller tried.</param>
    public Refusals(RefusalLog log, IRowReader rows)
    {
        (this.log, this.rows) = (log, rows);
        writing = WriteAsync();
    }

    /// <summary>Told of an entry that was lost for another reason than the ledger's health; for the operator's log.</summary>
    public Action<Exception>? EntryLost { get; set; }

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
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
        waiting.Writer.TryWrite(no.Rule == LastUniformRule && presented is not null
            ? () => EnterForeignAsync(presented)
            : () => EnterCallAsync(input, caller, no.Reason));
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
            ? await log.RefuseAsync(ChainId.Resident(grant.Resident), grant.Id, presented.Caller.Organization, no.Rule, reason, cancellationToken)
            : await log.RefuseErasedAsync(receipt.Grant, receipt.Recipient, presented.Input.Method, reason, cancellationToken);
        return new RequestDataOutcome.Refused(new Refusal(no.Reason, no.Field, no.At));
    }

    // One series a grant, whether its resident is there or erased: the size of the log is public, and were the erased counted together, two
    // stolen receipts would tell by the leaves they add which of them is live (I-17).
    private async ValueTask EnterForeignAsync(PresentedCall presented)
    {
        var (id, caller, reason) = (presented.Receipt.Grant, presented.Caller.Organization, RefusalReason.ReceiptNotAccepted.Code());
        var grant = await GrantRow.FindAsync(rows, id);
        await Discard(grant is null
            ? log.RefuseErasedAsync(id, caller, presented.Input.Method, reason)
            : log.RefuseAsync(ChainId.Resident(grant.Resident), id, caller, LastUniformRule, reason));
    }

    private ValueTask EnterCallAsync(RequestDataInput input, CallingOrganization caller, RefusalReason reason) =>
        Discard(log.RefuseCallAsync(caller.Organization, input.Method, reason.Code()));

    private static async ValueTask Discard(ValueTask<RecordedEntry?> entering) => await entering;

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
        await foreach (var enter in waiting.Reader.ReadAllAsync())
        {
            try
            {
                await enter();
            }
            catch (LedgerUnavailableException)
            {
                // The answer was no already; an entry that cannot be written now is lost, and the ledger's health says why.
            }
            catch (Exception failure)
            {
                // Such as one damaged row. This entry is lost; were it let out, every later attempt of a stranger would be lost in silence.
                EntryLost?.Invoke(failure);
            }
        }
    }
}
