using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident says yes (I-20). Starting is hard: the exact document shown last, evidence by the resident's own enrolled key over it, and
/// a purpose, a dataset and an organisation that stand at this very moment. Everything that makes the consent work is written in one
/// command; the receipt follows once that is durable.
/// </summary>
/// <param name="recorder">Records it.</param>
/// <param name="keyMaker">Makes the grant's keys.</param>
/// <param name="statusNumbers">Gives its status index.</param>
/// <param name="receipts">Makes its receipt.</param>
/// <param name="accept">Judges the evidence; null for one that knows devices alone.</param>
public sealed class GrantConsent(
    Recorder recorder, IGrantKeyMaker keyMaker, StatusNumbers statusNumbers, GrantReceipts receipts, AcceptEvidence? accept = null)
{
    private readonly AcceptEvidence accept = accept ?? new AcceptEvidence(recorder.Rows);

    /// <summary>
    /// Does it. Refuses with NOT_FOUND, ETAG_MISMATCH, MOVE_NOT_ALLOWED, REQUEST_EXPIRED, DOCUMENT_NOT_CURRENT, EVIDENCE_NOT_ACCEPTED,
    /// IDENTITY_PROVIDER_UNAVAILABLE, STEP_UP_REQUIRED, MANDATE_NOT_ACCEPTED, OUTSIDE_MANDATE, ORGANIZATION_NOT_IN_GOOD_STANDING, what became of the
    /// purpose, or CONCURRENT_CHANGE.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<ConsentGiven>> RunAsync(GrantConsentInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var grant = await GrantRow.FindAsync(recorder.Rows, input.Grant, cancellationToken).ConfigureAwait(false);
        if (grant?.Resident != input.Resident)
        {
            return RefusalReason.NotFound;
        }

        if (input.RowVersion is { } read && read != grant.RowVersion)
        {
            return RefusalReason.EtagMismatch;
        }

        if (PrepareConsentDocument.Unanswerable(grant, now) is { } unanswerable)
        {
            return unanswerable;
        }

        var allowed = input.Under is { } mandate
            ? await ReadMandate.ForGrantAsync(recorder.Rows, mandate, grant, now, cancellationToken).ConfigureAwait(false)
            : new Outcome<IReadOnlyList<Change>>.Done([]);
        if (allowed is not Outcome<IReadOnlyList<Change>>.Done { Value: var standing })
        {
            return ((Outcome<IReadOnlyList<Change>>.Refused)allowed).Why;
        }

        var signed = await SignedAsync(input, now, cancellationToken).ConfigureAwait(false);
        return signed is Outcome<SignedDraft>.Done { Value: var draft }
            ? await GiveAsync(input, grant, draft with { Evidence = [.. draft.Evidence, .. standing] }, now, cancellationToken).ConfigureAwait(false)
            : ((Outcome<SignedDraft>.Refused)signed).Why;
    }

    // Is this the document shown last, and did this person agree to it?
    private async ValueTask<Outcome<SignedDraft>> SignedAsync(
        GrantConsentInput input, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await DocumentRows.FindDraftAsync(recorder.Rows, input.Grant, cancellationToken).ConfigureAwait(false) is not { } found
            || now >= found.Draft.SignBefore
            || !FixedTime.Equals(found.Draft.Document, input.Document.Span))
        {
            return RefusalReason.DocumentNotCurrent;
        }

        var digest = ConsentDocument.DigestOf(found.Draft.Document);
        var expected = new EvidenceExpected(recorder.Origin, input.Resident, input.Grant, digest, found.Draft.PreparedAt, now)
        {
            Under = input.Under, Acting = input.Acting, Visit = input.Visit,
        };
        var accepted = await accept.RunAsync(input.Evidence, expected, cancellationToken).ConfigureAwait(false);
        return accepted is Outcome<IReadOnlyList<Change>>.Done { Value: var changes }
            ? new SignedDraft(found.Draft, found.RowVersion, digest, changes)
            : ((Outcome<IReadOnlyList<Change>>.Refused)accepted).Why;
    }

    private async ValueTask<Outcome<ConsentGiven>> GiveAsync(
        GrantConsentInput input, Grant grant, SignedDraft signed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var usable = await UsablePurpose.FindAsync(
            recorder.Rows, grant.Recipient, grant.Purpose, now, cancellationToken).ConfigureAwait(false);
        if (usable is not Outcome<UsablePurpose>.Done { Value: var purpose })
        {
            return ((Outcome<UsablePurpose>.Refused)usable).Why;
        }

        if (StepUp.IsAskedFor(purpose.Dataset, signed.Draft.Terms.Fields) && !StepUp.IsMetBy(input.Evidence, now))
        {
            return RefusalReason.StepUpRequired;
        }

        var recipient = await OrganizationRow.FindAsync(recorder.Rows, grant.Recipient, cancellationToken).ConfigureAwait(false);
        if (recipient is not { InGoodStanding: true, EncryptionKey: { } encryptionKey, CallKey: { } callKey })
        {
            return RefusalReason.OrganizationNotInGoodStanding;
        }

        // The resident was asked by whoever held the keys of that time; whoever holds these now has to ask.
        if (grant.AskedAt < recipient.KeysSince)
        {
            return new Refusal(RefusalReason.RequestExpired, At: recipient.KeysSince);
        }

        var keys = await keyMaker.MakeAsync(
            new GrantKeysWanted(
                grant.Id, grant.Resident, grant.Dataset, signed.Draft.Terms.Fields, signed.Digest, grant.Recipient, encryptionKey),
            cancellationToken).ConfigureAwait(false);
        if (keys is null)
        {
            return RefusalReason.NotFound;
        }

        var given = new GivenConsent(
            now, signed.Digest, encryptionKey.Thumbprint, callKey.Jkt, statusNumbers.Next(), input.Evidence.Kind, Sha256.Hash(input.Evidence.ToBytes()))
        {
            Acting = input.Acting,
        };
        if (!GrantMoves.TryMove(grant with { Terms = signed.Draft.Terms, Given = given }, GrantMove.Give, now, out var moved))
        {
            return RefusalReason.MoveNotAllowed;
        }

        List<Change> changes =
        [
            .. input.Alongside,
            GrantRow.PutMoved(moved),
            GrantWatchRow.Move(moved),
            StatusRow.Put(given.StatusIndex, moved.State, isNew: true),
            new Change.Delete(DocumentRows.DraftKey(grant.Id), signed.RowVersion),
            DocumentRows.PutDocument(moved, new SignedDocument(signed.Draft.Document, input.Evidence.Kind, input.Evidence.ToBytes())),
            DocumentRows.PutReceipt(moved, new StoredReceipt(keys.SealedRecipientShare, null, null), 0),
            new Change.Require(OrganizationRow.Key(recipient.Id), recipient.RowVersion),
            .. signed.Evidence,
            .. purpose.Require(),
            .. keys.Changes,
        ];
        var entry = EntryOf(moved, given, input, keys.SealedLedgerShare);
        var recording = await recorder.RecordAsync(
            new Command(changes, [new EntryDraft(ChainId.Resident(grant.Resident), entry)]), cancellationToken).ConfigureAwait(false);
        if (recording is not Recording.Done done)
        {
            return GrantMoves.ReasonOf((Recording.Conflict)recording, GrantRow.Key(grant.Id));
        }

        // If power fails on this line the consent stands with all its keys and no receipt; GetReceipt makes it from the entry.
        moved = moved with { RowVersion = grant.RowVersion + 1, LastEntry = done.Entries[0].Index };
        var made = await receipts.OfAsync(moved, done.Entries[0], cancellationToken).ConfigureAwait(false);
        return made is Outcome<GivenReceipt>.Done { Value: var receipt }
            ? new ConsentGiven(new GrantView(moved, purpose.Purpose), receipt)
            : ((Outcome<GivenReceipt>.Refused)made).Why;
    }

    private static ConsentGranted EntryOf(Grant grant, GivenConsent given, GrantConsentInput input, byte[] sealedLedgerShare) => new(given.At)
    {
        Grant = grant.Id,
        ConsentDigest = given.ConsentDigest,
        Purpose = grant.Purpose.ToString(),
        Recipient = grant.Recipient,
        Fields = grant.Terms.Fields,
        Starts = grant.Terms.Starts,
        Ends = grant.Terms.Ends,
        DataFrom = grant.Terms.Range.From,
        DataUntil = grant.Terms.Range.Until,
        CallsPerPeriod = grant.Terms.Calls.Calls,
        Period = TermWords.Of(grant.Terms.Calls.Period),
        RetentionDays = grant.Terms.RetentionDays,
        Mode = TermWords.Of(grant.Terms.Mode),
        EncJkt = given.EncJkt,
        EvidenceType = given.EvidenceType,
        EvidenceDigest = given.EvidenceDigest,
        ActedBy = input.ActedBy,
        Acting = input.Acting,
        SealedLedgerShare = sealedLedgerShare,
    };

    private sealed record SignedDraft(ConsentDraft Draft, long RowVersion, byte[] Digest, IReadOnlyList<Change> Evidence);
}

/// <summary>A yes, with what proves it.</summary>
public sealed record GrantConsentInput
{
    /// <summary>Who says yes; proved before.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>To which item.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>The document's bytes exactly as shown.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The evidence over it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The row version the caller read (the etag); null when any will do.</summary>
    public long? RowVersion { get; init; }

    /// <summary>The web host that carried the act; null when the resident's own device did.</summary>
    public string? ActedBy { get; init; }

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    /// <summary>The mandate under which somebody says yes for the resident; null when she does.</summary>
    public Mandate? Under { get; init; }

    /// <summary>The visit in which it happens; null outside one.</summary>
    public string? Visit { get; init; }

    /// <summary>Rows to write in the same command, such as the mark of the request id.</summary>
    public IReadOnlyList<Change> Alongside { get; init; } = [];

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(GrantConsentInput);
}

/// <summary>A consent given, with its receipt.</summary>
/// <param name="Consent">The consent.</param>
/// <param name="Receipt">Its receipt; the sealed share inside is for the recipient only.</param>
public sealed record ConsentGiven(GrantView Consent, GivenReceipt Receipt);
