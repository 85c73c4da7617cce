using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Answers an act again from its entry, when the act is durable and its answer was lost: a crash, a commit whose outcome nobody learned, a
/// caller that went away (I-09, I-06). The consent is told as it now is, and entry and receipt are those of the act.
/// </summary>
public sealed class RetellAct(Recorder recorder, ActReceipts receipts)
{
    /// <summary>A resident's act on a consent.</summary>
    /// <param name="id">The consent; that the caller owns it was found when the act was done.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="index">Leaf index of the act's entry.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be read now.</exception>
    public async ValueTask<ConsentAct> ActAsync(GrantId id, ActKind kind, long index, CancellationToken cancellationToken = default)
    {
        var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) ?? throw Lost();
        var (recorded, entry) = await EntryAsync(grant.Resident, index, cancellationToken).ConfigureAwait(false);
        return new ConsentAct(grant, recorded, receipts.Of(kind, id, recorded, entry.At));
    }

    /// <summary>An organisation's request.</summary>
    /// <param name="reference">Whom it asked.</param>
    /// <param name="index">Leaf index of the first item's entry.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be read now.</exception>
    public async ValueTask<RequestView> RequestAsync(ResidentRef reference, long index, CancellationToken cancellationToken = default)
    {
        var asked = await ReferenceRow.FindAsync(recorder.Rows, reference, cancellationToken).ConfigureAwait(false) ?? throw Lost();
        var (_, entry) = await EntryAsync(asked.Resident, index, cancellationToken).ConfigureAwait(false);
        return entry is ConsentRequested requested
            && await new ListRequests(recorder.Rows).FindAsync(requested.Request, cancellationToken).ConfigureAwait(false) is { } view
            ? view
            : throw Lost();
    }

    // A commit becomes readable a moment before its checkpoint is published, and a repeat may come in that moment: then it is the ledger
    // that cannot answer yet.
    private async ValueTask<(RecordedEntry Recorded, LedgerEntry Entry)> EntryAsync(
        ResidentId resident, long index, CancellationToken cancellationToken)
    {
        var recorded = await recorder.FindEntryAsync(ChainId.Resident(resident), index, cancellationToken).ConfigureAwait(false)
            ?? throw new LedgerUnavailableException("The act is recorded, and its entry cannot be proved yet.");
        return LedgerEntry.TryParse(recorded.Body, out var entry) ? (recorded, entry) : throw Lost();
    }

    private static InvalidDataException Lost() => new("A request id names an act that the rows do not hold.");
}
