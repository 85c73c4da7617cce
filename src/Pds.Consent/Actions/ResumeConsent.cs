using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident lets a paused consent go on. Its end has not moved: pausing saves no time. Going on is a start: who does not sign the call with
/// a key of the resident's shows evidence over exactly this act.
/// </summary>
/// <param name="recorder">Records it.</param>
/// <param name="receipts">Makes its receipt.</param>
/// <param name="accept">Judges the evidence; null for one that knows devices alone.</param>
public sealed class ResumeConsent(Recorder recorder, ActReceipts receipts, AcceptEvidence? accept = null)
{
    private readonly ResidentMove step = new(recorder, receipts);
    private readonly AcceptActEvidence accept = new(recorder, accept ?? new AcceptEvidence(recorder.Rows));

    /// <summary>Does it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED, ETAG_MISMATCH, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public ValueTask<Outcome<ConsentAct>> RunAsync(ResidentAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return step.RunAsync(
            act, GrantMove.Resume, ActKind.Resume, (grant, now) => new ConsentResumed(now, grant.Id, grant.Recipient, act.ActedBy) { Acting = act.Acting }, cancellationToken);
    }

    /// <summary>Does it on evidence; the same refusals, EVIDENCE_NOT_ACCEPTED and IDENTITY_PROVIDER_UNAVAILABLE.</summary>
    /// <param name="act">Who, and which consent.</param>
    /// <param name="document">The act as canonical JSON (<see cref="ActDocument"/>).</param>
    /// <param name="evidence">Over it.</param>
    /// <param name="since">When its challenge was made: evidence of before is about something else.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<ConsentAct>> RunAsync(
        ResidentAct act, byte[] document, Evidence evidence, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(evidence);

        // Whose consent it is comes before anything about the evidence: a stranger's and none look alike.
        if ((await GrantRow.FindAsync(recorder.Rows, act.Grant, cancellationToken).ConfigureAwait(false))?.Resident != act.Resident)
        {
            return RefusalReason.NotFound;
        }

        var accepted = await accept.RunAsync(act.Resident, act.Grant, document, evidence, since, cancellationToken).ConfigureAwait(false);
        if (accepted is not Outcome<AcceptedAct>.Done { Value: var agreed })
        {
            return ((Outcome<AcceptedAct>.Refused)accepted).Why;
        }

        return await step.RunAsync(
            act with { Alongside = [.. act.Alongside, .. agreed.Changes] },
            GrantMove.Resume,
            ActKind.Resume,
            (grant, now) => new ConsentResumed(now, grant.Id, grant.Recipient, act.ActedBy)
            {
                Acting = act.Acting, DocumentDigest = agreed.Digest, EvidenceType = agreed.EvidenceType, EvidenceDigest = agreed.EvidenceDigest,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
