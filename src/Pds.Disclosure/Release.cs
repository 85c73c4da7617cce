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
/// Step 8. Between the intent and this moment a resident may have stopped the consent; the grant's version in the same transaction as
/// <c>Disclosed</c> is what makes "stop" mean stop: whichever of the two is recorded first wins, and every node sees the same (I-01).
/// </summary>
internal sealed class Release(
    Recorder recorder, ReceiptSigner signer, WithdrawalLatch latch, CallReading reading, Func<GateFacts, GateDecision> decide)
{
    private const int MaxTries = 4;

    public async ValueTask<ReleaseOutcome> RunAsync(
        PresentedCall presented, CallView view, PublishedIntent intent, byte[] sealedData, CancellationToken cancellationToken)
    {
        var (grant, closing) = (view.Grant!, Closing(view.Earlier, intent.Row));
        for (var tries = 1; ; tries++)
        {
            if (latch.IsLatched(grant.Id))
            {
                return new ReleaseOutcome.Stopped(new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5));
            }

            var recording = await recorder.RecordAsync(CommandOf(grant, intent, closing, sealedData), cancellationToken);
            // If power fails before this is durable, nothing has left and the intent is swept as stopped. If it fails after, the ledger says
            // that data left which perhaps did not arrive: it may overstate, never understate (I-03).
            if (recording is Recording.Done done)
            {
                return new ReleaseOutcome.Released(done.Entries[0], ReceiptOf(grant, done.Entries[0]));
            }

            // A row changed: the same call finished elsewhere, or somebody touched the grant. Read again, decide again.
            var now = await reading.ReadAsync(presented, cancellationToken);
            var decision = decide(now.Facts);
            if (decision is GateDecision.Refused no)
            {
                return new ReleaseOutcome.Stopped(no);
            }

            if (tries == MaxTries || now.Grant is null || now.Earlier is null or { Intent.State: IntentRow.Stopped })
            {
                return new ReleaseOutcome.Stopped(new GateDecision.Refused(RefusalReason.ResumeExpired, 4));
            }

            (grant, closing) = (now.Grant, Closing(now.Earlier, intent.Row));
        }
    }

    // The first release closes the intent; one that comes after (the same bytes, sealed again) only needs it to be closed that way.
    private static Change Closing(EarlierCall? earlier, IntentRow row) => earlier is { Intent.State: IntentRow.Disclosed }
        ? new Change.Require(IntentRow.KeyOf(row.Call), earlier.IntentVersion)
        : row.PutClosed(IntentRow.Disclosed);

    private Command CommandOf(Grant grant, PublishedIntent intent, Change closing, byte[] sealedData) => new(
        [GrantRow.Require(grant), closing],
        [
            new EntryDraft(ChainId.Resident(grant.Resident), new Disclosed(
                recorder.Clock.GetUtcNow(), grant.Id, grant.Recipient, intent.Entry.Commitment, Sha256.Hash(sealedData),
                intent.Records.Count, intent.Row.Fields)),
        ]);

    private string ReceiptOf(Grant grant, RecordedEntry disclosed) => ActReceipt.Issue(
        signer, recorder.Clock.GetUtcNow(), ActKind.Use, grant.Id, new LogPlace(recorder.Origin, disclosed.Commitment),
        Sha256.Hash(disclosed.Body));
}
