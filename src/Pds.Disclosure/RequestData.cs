using System.Diagnostics;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>
/// The act of giving data (DESIGN section 7, RequestData). One method, read from top to bottom: what was said, whether it may be, that it will
/// be, and only then what it is. Two durable transactions, one before anything is opened and one before anything leaves.
/// </summary>
public sealed class RequestData
{
    // A decision is taken again when a row it stood on changed under it; more often than this is a caller racing itself.
    private const int MaxDecisions = 4;

    private readonly Recorder recorder;
    private readonly Gate gate;
    private readonly Refusals refusals;
    private readonly WithdrawalLatch latch;
    private readonly Func<GateFacts, GateDecision> decide;
    private readonly CallReading reading;
    private readonly Intents intents;
    private readonly Release release;

    /// <summary>Puts the act together.</summary>
    /// <param name="recorder">Records, and gives S_ledger for a published intent only.</param>
    /// <param name="gate">Opens what was granted.</param>
    /// <param name="trust">Whose signature makes a receipt ours.</param>
    /// <param name="signer">Signs USE receipts.</param>
    /// <param name="latch">Consents whose withdrawal is under way on this node.</param>
    /// <param name="parser">Reads call bytes.</param>
    /// <param name="refusals">Says no.</param>
    /// <param name="decide">The decision; <see cref="ConsentGate.Decide"/> unless a test asks what the keys alone hold back.</param>
    public RequestData(
        Recorder recorder, Gate gate, IReceiptTrust trust, ReceiptSigner signer, WithdrawalLatch latch, DisclosureCallParser parser,
        Refusals refusals, Func<GateFacts, GateDecision>? decide = null)
    {
        (this.recorder, this.gate, this.refusals, this.latch) = (recorder, gate, refusals, latch);
        this.decide = decide ?? ConsentGate.Decide;
        reading = new CallReading(recorder.Rows, trust, latch, parser, recorder.Clock, recorder.Origin);
        intents = new Intents(recorder, new RecordReading(recorder.Rows));
        release = new Release(recorder, signer, latch, reading, this.decide);
    }

    /// <summary>
    /// Answers one request of an authenticated organisation. Throws <see cref="LedgerUnavailableException"/>, and gives nothing, while the
    /// ledger cannot be written (I-05).
    /// </summary>
    public async ValueTask<RequestDataOutcome> RunAsync(
        RequestDataInput input, CallingOrganization caller, CancellationToken cancellationToken)
    {
        var arrived = Stopwatch.GetTimestamp();
        if (!recorder.Clock.IsTrustworthy)
        {
            return new RequestDataOutcome.Refused(new Refusal(RefusalReason.ClockNotTrustworthy));
        }

        // 2. Parse, once.
        var presented = PresentedCall.Parse(input, caller);

        for (var decisions = 1; ; decisions++)
        {
            // 3. Decide, on facts read for this decision and no other.
            var view = presented is null ? CallReading.Unreadable : await reading.ReadAsync(presented, cancellationToken);
            var decision = decide(view.Facts);
            if (decision is GateDecision.Refused no)
            {
                return await refusals.RefuseAsync(no, presented, view, input, caller, arrived, cancellationToken);
            }

            if (decision is not GateDecision.Allow allow || presented is null || view.Grant is null)
            {
                // Unreachable while the decision is ours; with any other there is still no grant, and so nothing to open.
                return new RequestDataOutcome.Refused(new Refusal(RefusalReason.ReceiptNotAccepted));
            }

            // 4. Record that it will be; 5. published, and only so S_ledger comes back.
            var outcome = await intents.PublishAsync(presented, view, allow, cancellationToken);
            if (outcome is IntentOutcome.Changed && decisions < MaxDecisions)
            {
                continue;
            }

            if (outcome is not IntentOutcome.Published(var intent))
            {
                var why = outcome is IntentOutcome.No stop ? stop.Why : ((IntentOutcome.Changed)outcome).Otherwise;
                return await refusals.RefuseKnownAsync(why, presented, view, cancellationToken);
            }

            // 6. Open: three shares, the capsule, the cells. 7. Seal to the recipient.
            var opening = await OpenAndSealAsync(presented, view, intent, cancellationToken);
            if (opening is not Opening.Sealed(var sealedData))
            {
                return await StopAsync(presented, view, intent, ((Opening.No)opening).Why, cancellationToken);
            }

            // 8. Release check: nothing leaves that is not recorded before a withdrawal.
            var released = await release.RunAsync(presented, view, intent, sealedData, cancellationToken);
            if (released is not ReleaseOutcome.Released(var disclosed, var receipt))
            {
                return await StopAsync(presented, view, intent, ((ReleaseOutcome.Stopped)released).Why, cancellationToken);
            }

            // 9. Reply. Both entries are proved in one checkpoint, so that nobody has to ask how two belong together.
            var intended = await recorder.ProveInAsync(intent.Entry, disclosed.Checkpoint, cancellationToken);
            return new RequestDataOutcome.Given(sealedData, receipt, intended, disclosed) { Grant = view.Grant.Id };
        }
    }

    /// <summary>
    /// The same answer, or a no when the consent was stopped while the answer waited to leave. Its disclosure stays in the ledger, which may
    /// overstate and never understates (I-03).
    /// </summary>
    internal async ValueTask<RequestDataOutcome> StillAsync(RequestDataOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is not RequestDataOutcome.Given given)
        {
            return outcome;
        }

        var grant = await GrantRow.FindAsync(recorder.Rows, given.Grant, cancellationToken);
        return ConsentGate.NotActive(grant, latch.IsLatched(given.Grant)) is { } no
            ? new RequestDataOutcome.Refused(new Refusal(no.Reason, no.Field, no.At))
            : given;
    }

    private async ValueTask<Opening> OpenAndSealAsync(
        PresentedCall presented, CallView view, PublishedIntent intent, CancellationToken cancellationToken)
    {
        var (grant, binding) = (view.Grant!, BindingOf(view.Grant!));
        var share = await recorder.Rows.FindAsync(Gate.KeyOf(grant.Id), cancellationToken);
        var capsuleRow = await recorder.Rows.FindAsync(CapsuleRow.KeyOf(grant.Id), cancellationToken);
        if (share is null || capsuleRow is null || view.Organization?.EncryptionKey is not { } recipient)
        {
            return new Opening.No(new GateDecision.Refused(RefusalReason.ConsentWithdrawn, 5));
        }

        var opening = new GateOpening
        {
            Binding = binding,
            Resident = grant.Resident,
            GateShareWrap = share.Body,
            Capsule = CapsuleRow.FromBytes(capsuleRow.Body),
            IntentCommitment = intent.Entry.Commitment,
            SealedLedgerShare = intent.SealedLedgerShare,
            SealedRecipientShare = presented.Input.SealedShare,
            GateKid = presented.Input.GateKid,
            RequestSha256 = presented.RequestSha256,
        };
        if (!gate.TryOpen(opening, out var capsule))
        {
            return new Opening.No(new GateDecision.Refused(RefusalReason.ShareNotAccepted, 3));
        }

        using (capsule)
        {
            using var plaintext = DeliveredData.Open(gate.Origin, grant, intent.Records, capsule);
            return plaintext is null
                ? new Opening.No(new GateDecision.Refused(RefusalReason.FieldsNotGranted, 8))
                : new Opening.Sealed(recipient.Seal(
                    DeliveryContexts.Data(gate.Origin, grant.Id, presented.RequestSha256, intent.Entry.Commitment), [], plaintext.Span));
        }
    }

    // The intent is ended in the ledger before the no is said. Ended already (the same call, twice at once): then the no is entered as such.
    // A wrong share is the caller's own doing and costs the use, or it could write into a resident's chain for ever.
    private async ValueTask<RequestDataOutcome> StopAsync(
        PresentedCall presented, CallView view, PublishedIntent intent, GateDecision.Refused why, CancellationToken cancellationToken) =>
        await intents.StopAsync(
            intent.Row, intent.Entry.Commitment, why.Reason.Code(), spent: why.Reason == RefusalReason.ShareNotAccepted, cancellationToken)
            ? new RequestDataOutcome.Refused(new Refusal(why.Reason, why.Field, why.At))
            : await refusals.RefuseKnownAsync(why, presented, view, cancellationToken);

    private GrantBinding BindingOf(Grant grant) =>
        new(gate.Origin, grant.Id, grant.Given?.ConsentDigest ?? [], grant.Given?.EncJkt ?? string.Empty);

    private abstract record Opening
    {
        internal sealed record Sealed(byte[] Data) : Opening;

        internal sealed record No(GateDecision.Refused Why) : Opening;
    }
}
