using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident orders that everything held about her be destroyed. Starting is hard: the exact document shown last, and evidence over it by her own
/// enrolled key, her passkey or a fresh sign-in of hers. When this is durable there is no way back: whoever comes after it, a restart included, only finishes it. While it runs and
/// until it is finished, every consent of hers is latched as denied on this node.
/// </summary>
/// <param name="recorder">Where she is.</param>
/// <param name="latch">What is denied meanwhile.</param>
/// <param name="accept">Judges evidence that is no device's.</param>
public sealed class OrderErasure(Recorder recorder, WithdrawalLatch latch, AcceptEvidence accept)
{
    private const int PageRows = 500;

    /// <summary>
    /// Records the order. Refuses with NOT_FOUND, DOCUMENT_NOT_CURRENT, EVIDENCE_NOT_ACCEPTED, IDENTITY_PROVIDER_UNAVAILABLE, CONCURRENT_CHANGE or
    /// CLOCK_NOT_TRUSTWORTHY.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; her consents stay denied on this node until it is known.</exception>
    public async ValueTask<Outcome<OrderedErasure>> RunAsync(OrderErasureInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        if (!await ResidentRow.IsThereAsync(recorder.Rows, input.Resident, cancellationToken).ConfigureAwait(false))
        {
            return RefusalReason.NotFound;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await ErasureRows.FindDraftAsync(recorder.Rows, input.Resident, cancellationToken).ConfigureAwait(false) is not { } found
            || now >= found.Draft.SignBefore
            || !FixedTime.Equals(found.Draft.Document, input.Document.Span))
        {
            return RefusalReason.DocumentNotCurrent;
        }

        var accepted = await AcceptAsync(input, found.Draft, now, cancellationToken).ConfigureAwait(false);
        return accepted is Outcome<IReadOnlyList<Change>>.Done { Value: var changes }
            ? await RecordAsync(input, found.Draft, [.. changes, new Change.Delete(ErasureRows.DraftKey(input.Resident), found.RowVersion)], now, cancellationToken)
                .ConfigureAwait(false)
            : ((Outcome<IReadOnlyList<Change>>.Refused)accepted).Why;
    }

    // A device signs these words and no others; a passkey or a sign-in answers the document's digest, as it would a consent's.
    private async ValueTask<Outcome<IReadOnlyList<Change>>> AcceptAsync(
        OrderErasureInput input, ErasureDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (input.Evidence is not Evidence.DeviceSignature signature)
        {
            return await accept.RunAsync(
                input.Evidence,
                new EvidenceExpected(recorder.Origin, input.Resident, null, Sha256.Hash(draft.Document), draft.PreparedAt, now),
                cancellationToken).ConfigureAwait(false);
        }

        return EvidenceCheck.TryReadDevice(signature, out var id)
            && await DeviceRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } device
            && ErasureEvidence.IsGood(signature, device, recorder.Origin, input.Resident, draft, now)
            ? new Outcome<IReadOnlyList<Change>>.Done([])
            : RefusalReason.EvidenceNotAccepted;
    }

    private async ValueTask<Outcome<OrderedErasure>> RecordAsync(
        OrderErasureInput input, ErasureDraft draft, IReadOnlyList<Change> accepted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var devices = await DeviceRow.OfResidentAsync(recorder.Rows, input.Resident, cancellationToken).ConfigureAwait(false);
        var holds = await HoldAsync(input.Resident, cancellationToken).ConfigureAwait(false);
        var (document, evidence) = (new SignedDocument(draft.Document, input.Evidence.Kind, input.Evidence.ToBytes()), Sha256.Hash(input.Evidence.ToBytes()));
        var entry = new ErasureOrdered(now, Sha256.Hash(draft.Document), input.Evidence.Kind, evidence);
        try
        {
            var recording = await recorder.RecordAsync(
                new Command(
                    [
                        .. input.Alongside,
                        ResidentRow.Remove(input.Resident),
                        .. accepted,
                        ErasureRows.PutDocument(input.Resident, document),
                        .. devices.Select(device => DeviceRow.End(device, expires: null)),
                    ],
                    [new EntryDraft(ChainId.Resident(input.Resident), entry)]),
                cancellationToken).ConfigureAwait(false);

            // If power fails before this line the order is durable or it never was; once it is, the next start finishes it.
            if (recording is Recording.Done done)
            {
                return new OrderedErasure(done.Entries[0], holds);
            }

            holds.ForEach(hold => hold.Release());
            return RefusalReason.ConcurrentChange;
        }
        catch
        {
            // Nobody knows whether it is durable. What is held is left, and stays denied until somebody does.
            holds.ForEach(hold => hold.Dispose());
            throw;
        }
    }

    private async ValueTask<List<WithdrawalHold>> HoldAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        var open = new List<GrantId>();
        long after = 0;
        while (await GrantRow.OfResidentAsync(recorder.Rows, resident, after, PageRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            open.AddRange(page.Where(grant => !StateTable.IsFinal(grant.State)).Select(grant => grant.Id));
            after = page[^1].Ordinal;
        }

        return [.. open.Select(grant => new WithdrawalHold(latch, grant))];
    }
}

/// <summary>An order to erase, with what proves it.</summary>
public sealed record OrderErasureInput
{
    /// <summary>Who orders; proved before.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The document's bytes exactly as shown.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The evidence over it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Rows to write in the same command: the mark of the request id, the end of the root key, the note of what is to be finished.</summary>
    public IReadOnlyList<Change> Alongside { get; init; } = [];

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(OrderErasureInput);
}

/// <summary>An order that stands.</summary>
/// <param name="Entry">Its entry, the last act on her own chain.</param>
/// <param name="Holds">Her consents, latched as denied; released by whoever finishes the erasure.</param>
public sealed record OrderedErasure(RecordedEntry Entry, IReadOnlyList<WithdrawalHold> Holds);
