using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>What the release check found.</summary>
internal abstract record ReleaseOutcome
{
    /// <summary>Durable: the disclosure stands in the ledger before any withdrawal. The data may leave.</summary>
    internal sealed record Released(RecordedEntry Disclosed, string UseReceipt) : ReleaseOutcome;

    /// <summary>The consent no longer stands as decided. The data must not leave.</summary>
    internal sealed record Stopped(GateDecision.Refused Why) : ReleaseOutcome;
}

/// <summary>
/// Step 8. Between the intent and this moment a resident may have stopped the consent, a board the purpose, or a steward the organisation;
/// the versions of those rows in the same transaction as <c>Disclosed</c> are what makes "stop" mean stop: whichever of the two is recorded
/// first wins, and every node sees the same (I-01). Time moves no row, so the decision is taken once more with the time of the entry.
/// </summary>
internal sealed class Release(
    Recorder recorder, ReceiptSigner signer, WithdrawalLatch latch, CallReading reading, Func<GateFacts, GateDecision> decide)
{
    /// <summary>How often one call is sealed again after its first answer.</summary>
    public const int MaxSealingsAgain = 16;

    private const int MaxTries = 4;

    public async ValueTask<ReleaseOutcome> RunAsync(
        PresentedCall presented, CallView view, PublishedIntent intent, byte[] sealedData, CancellationToken cancellationToken)
    {
        var id = view.Grant!.Id;
        for (var tries = 1; ; tries++)
        {
            var now = recorder.Clock.GetUtcNow();
            if (decide(view.Facts with { Now = now }) is GateDecision.Refused no)
            {
                return new ReleaseOutcome.Stopped(no);
            }

            if (latch.IsLatched(id))
            {
                return new ReleaseOutcome.Stopped(new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5));
            }

            if (tries > 1 && (tries > MaxTries || view.Grant is null || view.Earlier is null or { Intent.State: IntentRow.Stopped }))
            {
                return new ReleaseOutcome.Stopped(new GateDecision.Refused(RefusalReason.ResumeExpired, 4));
            }

            var recording = await recorder.RecordAsync(CommandOf(view, intent, sealedData, now), cancellationToken);
            // If power fails before this is durable, nothing has left and the intent is swept as stopped. If it fails after, the ledger says
            // that data left which perhaps did not arrive: it may overstate, never understate (I-03).
            if (recording is Recording.Done done)
            {
                return new ReleaseOutcome.Released(done.Entries[0], ReceiptOf(view.Grant!, done.Entries[0]));
            }

            if (recording is Recording.Conflict { Kind: ConflictKind.LimitReached })
            {
                return new ReleaseOutcome.Stopped(new GateDecision.Refused(RefusalReason.ResumeExpired, 4));
            }

            // A row changed: the same call finished elsewhere, or somebody touched what the decision stood on. Read again, decide again.
            view = await reading.ReadAsync(presented, cancellationToken);
        }
    }

    // The first release closes the intent. One that comes after (the same bytes, sealed again) needs it to be closed that way, and is
    // counted: each adds an entry to the resident's chain, and nobody may fill that chain by sending the same bytes for ten minutes.
    private static IEnumerable<Change> Closing(EarlierCall? earlier, IntentRow row) => earlier is { Intent.State: IntentRow.Disclosed }
        ?
        [
            new Change.Require(IntentRow.KeyOf(row.Call), earlier.IntentVersion),
            new Change.CountUp(UseCounter.KeyOfSealings(row.Call), MaxSealingsAgain, Until(row)),
        ]
        : [row.PutClosed(IntentRow.Disclosed)];

    private static DateTimeOffset Until(IntentRow row) =>
        Instant.TryParse(row.At, out var at) ? at + CallRow.KeptFor : throw new InvalidDataException("An intent row has no time.");

    private static Command CommandOf(CallView view, PublishedIntent intent, byte[] sealedData, DateTimeOffset now) => new(
        [.. view.StillStands(), .. Closing(view.Earlier, intent.Row)],
        [
            new EntryDraft(ChainId.Resident(view.Grant!.Resident), new Disclosed(
                now, view.Grant.Id, view.Grant.Recipient, intent.Entry.Commitment, Sha256.Hash(sealedData),
                intent.Records.Count, intent.Row.Fields)),
        ]);

    private string ReceiptOf(Grant grant, RecordedEntry disclosed) => ActReceipt.Issue(
        signer, recorder.Clock.GetUtcNow(), ActKind.Use, grant.Id, new LogPlace(recorder.Origin, disclosed.Commitment),
        Sha256.Hash(disclosed.Body));
}
