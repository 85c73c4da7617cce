using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Parties;

namespace Pds.Server.Letters;

/// <summary>A clerk orders a letter for the resident whose number she was told. Nothing is printed, and there is no code yet.</summary>
internal sealed class OrderLetter(Recorder recorder)
{
    /// <summary>The order. NOT_FOUND for a number that is nobody's; LIMIT_EXCEEDED when three of hers wait.</summary>
    public async ValueTask<Outcome<LetterOrder>> RunAsync(
        Caller.StaffCaller clerk, ResidentNumber number, Alongside<LetterOrder> alongside, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await DeskContactRow.FindAsync(recorder.Rows, number, cancellationToken).ConfigureAwait(false) is not { } contact)
        {
            return RefusalReason.NotFound;
        }

        if (await LetterRows.CountWaitingAsync(recorder.Rows, contact.Resident, now, cancellationToken).ConfigureAwait(false) >= LetterOrder.MaxOfOne)
        {
            return RefusalReason.LimitExceeded;
        }

        var order = new LetterOrder(LetterId.New(), contact.Resident, number, clerk.Member.Id, now);
        var command = new Command(
            [LetterRows.Put(order), ResidentRow.Stands(contact.Resident), .. alongside(order)],
            [new EntryDraft(ChainId.Resident(contact.Resident), new LetterOrdered(now, order.Id, order.Clerk))]);

        // If the power fails before this line returns, the order with its entry exists, or neither; the repeat tells which.
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(order, RefusalReason.NotFound);
    }
}
