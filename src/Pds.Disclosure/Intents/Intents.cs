using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>Begins, resumes and stops uses: every change here is one recorder command, decided by the store and not by what was read.</summary>
internal sealed class Intents(Recorder recorder, RecordReading records)
{
    /// <summary>Steps 4 and 5 for a call that is new, or for the same bytes again.</summary>
    public ValueTask<IntentOutcome> PublishAsync(
        PresentedCall presented, CallView view, GateDecision.Allow allow, CancellationToken cancellationToken) =>
        view.Earlier is { } earlier
            ? ResumeAsync(view, earlier, cancellationToken)
            : BeginAsync(presented, view, allow, cancellationToken);

    /// <summary>
    /// Ends an intent without data having left, and gives the use back unless <paramref name="spent"/>. Does nothing when it has ended already.
    /// </summary>
    public async ValueTask<bool> StopAsync(
        IntentRow intent, byte[] commitment, string reason, bool spent, CancellationToken cancellationToken)
    {
        var entry = new DisclosureStopped(recorder.Clock.GetUtcNow(), intent.GrantId, intent.RecipientId, commitment, reason);
        // If power fails before this, the intent stays open and the sweep ends it the same way; after it, the use is given back exactly
        // once, because the row closes only from the version it was opened with.
        var recording = await recorder.RecordAsync(
            new Command(
                [intent.PutClosed(IntentRow.Stopped, reason), .. spent ? (Change[])[] : [new Change.CountDown(intent.Counter)]],
                [new EntryDraft(ChainId.Resident(intent.ResidentId), entry)]),
            cancellationToken);
        return recording is Recording.Done;
    }

    private async ValueTask<IntentOutcome> BeginAsync(
        PresentedCall presented, CallView view, GateDecision.Allow allow, CancellationToken cancellationToken)
    {
        var grant = view.Grant!;

        // Read before the records, required after: a write in between is noticed, and the records are read again.
        var writes = CollectionWrites.KeyOf(grant.Resident, grant.Dataset.ToString());
        var written = await recorder.Rows.FindAsync(writes, cancellationToken);
        var selected = await records.SelectAsync(grant, allow, cancellationToken);
        if (selected is null or [])
        {
            return new IntentOutcome.No(new GateDecision.Refused(selected is null ? RefusalReason.LimitExceeded : RefusalReason.NoData, 9));
        }

        var (row, call, entry) = (RowOf(presented, view, allow, selected), CallOf(presented, view, allow, selected), EntryOf(presented, view, allow, selected));
        var command = new Command(
            [
                .. view.StillStands(),
                new Change.Require(writes, written?.Version ?? 0),
                // One insert where nothing was is the whole replay check; there is no look-then-add for two callers to slip through (I-15).
                new Change.Put(
                    CallRow.KeyOf(presented.Digest), call.ToBytes(), Expires: view.Facts.Now + CallRow.KeptFor, ExpectedVersion: 0),
                new Change.CountUp(row.Counter, CallsAllowed(view), grant.Terms.Calls.WindowEnd(view.Facts.Now)),
                row.PutOpen(),
            ],
            [new EntryDraft(ChainId.Resident(grant.Resident), entry)]);

        // If power fails before this, the call never was. If it fails after, the intent stands, nothing left, and either the same bytes come
        // again within ten minutes or recovery stops the intent and gives the use back.
        return await recorder.RecordAsync(command, cancellationToken) switch
        {
            Recording.Done { ShareForGate: { } share } done =>
                new IntentOutcome.Published(new PublishedIntent(done.Entries[0], share, row with { Index = done.Entries[0].Index }, selected)),
            Recording.Conflict conflict => new IntentOutcome.Changed(ReasonOf(conflict)),
            _ => new IntentOutcome.No(new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5)),
        };
    }

    private async ValueTask<IntentOutcome> ResumeAsync(CallView view, EarlierCall earlier, CancellationToken cancellationToken)
    {
        if (earlier.Intent.State == IntentRow.Stopped ||
            await records.ReadAgainAsync(earlier.Row.Records, cancellationToken) is not { } selected)
        {
            return new IntentOutcome.No(new GateDecision.Refused(RefusalReason.ResumeExpired, 4));
        }

        var again = await recorder.ReleaseAgainAsync(
            ChainId.Resident(view.Grant!.Resident), view.Grant.Id, earlier.Intent.Index, cancellationToken);
        return again switch
        {
            Recording.Done { ShareForGate: { } share } done =>
                new IntentOutcome.Published(new PublishedIntent(done.Entries[0], share, earlier.Intent, selected)),
            Recording.Conflict conflict => new IntentOutcome.Changed(ReasonOf(conflict)),
            _ => new IntentOutcome.No(new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5)),
        };
    }

    // The number rule 10 compared with, so that callers at once cannot pass a limit that a narrowing lowered.
    private static int CallsAllowed(CallView view) =>
        view.Purpose is { } purpose ? ConsentGate.CallsAllowed(view.Grant!, purpose) : view.Grant!.Terms.Calls.Calls;

    private static IntentRow RowOf(
        PresentedCall presented, CallView view, GateDecision.Allow allow, IReadOnlyList<SelectedRecord> selected) => new()
    {
        V = 1,
        Call = IntentRow.CallOf(presented.Digest),
        Resident = view.Grant!.Resident.ToString(),
        Grant = view.Grant.Id.ToString(),
        Recipient = view.Grant.Recipient.ToString(),
        Purpose = view.Grant.Purpose.ToString(),
        At = Instant.Format(view.Facts.Now),
        Fields = allow.Fields,
        Records = selected.Count,
        Window = view.Grant.Terms.Calls.WindowOf(view.Facts.Now),
        State = IntentRow.Open,
    };

    private static CallRow CallOf(
        PresentedCall presented, CallView view, GateDecision.Allow allow, IReadOnlyList<SelectedRecord> selected) =>
        new(1, presented.Bytes, Instant.Format(view.Facts.Now), allow.Fields, [.. selected.Select(record => record.Pin())]);

    private static DisclosureIntended EntryOf(
        PresentedCall presented, CallView view, GateDecision.Allow allow, IReadOnlyList<SelectedRecord> selected) => new(
        view.Facts.Now, view.Grant!.Id, view.Grant.Recipient, view.Grant.Purpose.ToString(), presented.Input.Method,
        presented.RequestSha256, presented.Digest, allow.Fields,
        [.. selected.SelectMany(record => record.Fields.Select(field => PinOf(presented.Digest, record.Record.Cells[field])))])
    {
        DataFrom = allow.Range.From, DataUntil = allow.Range.Until,
    };

    // Bound to the call: a plain digest of the cell would be equal in the intents of two recipients, who could join a resident by it (V1).
    // Whoever has the resident's chain has the cell's own digest from RecordWritten, and can compute this from it.
    private static byte[] PinOf(byte[] callDigest, byte[] cell) =>
        Sha256.Hash(LengthPrefixed.Of(Labels.DisclosureCell, callDigest, Cell.Digest(cell)));

    // Which of the conditions did not hold. The call is decided anew first; this is the answer only if that changes nothing.
    private static GateDecision.Refused ReasonOf(Recording.Conflict conflict) => conflict.Kind switch
    {
        ConflictKind.LimitReached => new GateDecision.Refused(RefusalReason.CallFrequencyExceeded, 10),
        ConflictKind.ShareWithheld => new GateDecision.Refused(RefusalReason.ConsentPaused, 5),
        ConflictKind.ShareAbsent => new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5),
        _ => new GateDecision.Refused(RefusalReason.ConcurrentChange, 5),
    };
}
