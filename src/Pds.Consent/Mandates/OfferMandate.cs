using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident lets somebody act for her. Starting is hard, as for a consent: the exact document shown, and her own fresh sign-in over it. The other
/// can do nothing before she accepted.
/// </summary>
/// <param name="recorder">Records it.</param>
/// <param name="accept">Judges the evidence.</param>
public sealed class OfferMandate(Recorder recorder, AcceptEvidence accept)
{
    /// <summary>
    /// Does it. Refuses with DOCUMENT_NOT_CURRENT (unknown and another's too), EVIDENCE_NOT_ACCEPTED, IDENTITY_PROVIDER_UNAVAILABLE,
    /// MANDATE_CODE_NOT_ACCEPTED (used meanwhile), CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Mandate>> RunAsync(OfferMandateInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await MandateDraftRow.FindAsync(recorder.Rows, input.Mandate, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Draft.Mandate.Resident != input.Resident
            || now >= found.Draft.SignBefore
            || !FixedTime.Equals(found.Draft.Document, input.Document.Span))
        {
            return RefusalReason.DocumentNotCurrent;
        }

        // A device signs consents by their grant; a mandate has none. Her sign-in or her passkey says yes to it.
        if (input.Evidence is Evidence.DeviceSignature)
        {
            return RefusalReason.EvidenceNotAccepted;
        }

        var digest = Sha256.Hash(found.Draft.Document);
        var expected = new EvidenceExpected(recorder.Origin, input.Resident, default, digest, found.Draft.PreparedAt, now);
        var accepted = await accept.RunAsync(input.Evidence, expected, cancellationToken).ConfigureAwait(false);
        return accepted is Outcome<IReadOnlyList<Change>>.Done { Value: var changes }
            ? await RecordAsync(input, found.Draft, found.RowVersion, digest, changes, now, cancellationToken).ConfigureAwait(false)
            : ((Outcome<IReadOnlyList<Change>>.Refused)accepted).Why;
    }

    private async ValueTask<Outcome<Mandate>> RecordAsync(
        OfferMandateInput input, MandateDraft draft, long draftVersion, byte[] digest, IReadOnlyList<Change> evidence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await MandateCodeRow.FindAsync(recorder.Rows, draft.CodeHash, cancellationToken).ConfigureAwait(false) is not { } code)
        {
            return RefusalReason.MandateCodeNotAccepted;
        }

        var mandate = draft.Mandate with { OfferedAt = now };
        var (put, bytes) = (MandateRow.Put(mandate), input.Evidence.ToBytes());
        var entry = new MandateOffered(
            now, mandate.Id, MandateWords.Of(mandate.Role), MandateWords.Of(mandate.Acts), mandate.Datasets, mandate.Starts, mandate.Ends)
        {
            Applies = mandate.AfterDeath ? "after_death" : "life",
            DocumentDigest = digest,
            EvidenceType = input.Evidence.Kind,
            EvidenceDigest = Sha256.Hash(bytes),
            Through = input.Through,
        };
        var made = mandate with { RowVersion = 1 };
        var recording = await recorder.RecordAsync(
            new Command(
                [
                    ResidentRow.Stands(input.Resident),
                    ResidentRow.Stands(mandate.Actor),
                    new Change.Delete(MandateDraftRow.Key(mandate.Id), draftVersion),
                    MandateCodeRow.Use(draft.CodeHash, code.Version),
                    put,
                    DocumentRows.PutAct(input.Resident, draft.Document, input.Evidence.Kind, bytes),
                    .. evidence,
                    .. input.Alongside(made),
                ],
                [new EntryDraft(ChainId.Resident(input.Resident), entry)]),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line, either the code still works or the offer stands and waits for the other.
        return recording is Recording.Conflict conflict
            ? conflict.Key.Table == Table.MandateCodes ? RefusalReason.MandateCodeNotAccepted : RefusalReason.ConcurrentChange
            : made;
    }
}

/// <summary>An offer, with what proves it.</summary>
public sealed record OfferMandateInput
{
    /// <summary>Who offers; proved before.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Which.</summary>
    public required MandateId Mandate { get; init; }

    /// <summary>The document's bytes exactly as shown.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The evidence over it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The web host.</summary>
    public required OrganizationId Through { get; init; }

    /// <summary>Rows to write in the same command, once the mandate is known.</summary>
    public Func<Mandate, IReadOnlyList<Change>> Alongside { get; init; } = _ => [];

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(OfferMandateInput);
}
