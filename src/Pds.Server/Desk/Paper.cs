using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Hosting;
using Pds.Server.Parties;

namespace Pds.Server.Desk;

/// <summary>
/// Paper out and in. A form names a purpose's revision and nobody; one that comes back is used up, read by two people apart from each other, and
/// counts only where both read the same. What is not a clear yes means no.
/// </summary>
internal sealed class Paper(Recorder recorder, ConsentActs acts)
{
    private const int GrantPage = 200;
    private const int MostTries = 5;

    /// <summary>Prints a form. NOT_FOUND, PURPOSE_NOT_APPROVED.</summary>
    public async ValueTask<Outcome<PaperForm>> PrintAsync(
        Caller.StaffCaller clerk, PurposeVersion id, Alongside<PaperForm> alongside, CancellationToken cancellationToken)
    {
        if (await PurposeRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } purpose)
        {
            return RefusalReason.NotFound;
        }

        if (purpose.State != PurposeState.Approved)
        {
            return RefusalReason.PurposeNotApproved;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var form = new PaperForm(PaperFormId.New(), id, 1);
        var command = new Command(
            [PaperRows.Put(form.Id, id, now), .. alongside(form)],
            [new EntryDraft(ChainId.Operator, new PaperFormPrinted(now, form.Id, id.ToString(), clerk.Member.Id))]);
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(form, RefusalReason.ConcurrentChange);
    }

    /// <summary>
    /// Takes a form in. FORM_NOT_ACCEPTED (unknown or used), FORM_OUT_OF_DATE (nothing of that revision waits any more), NOT_FOUND for the resident
    /// number, SCAN_NOT_ACCEPTED, OWN_OFFICE.
    /// </summary>
    public async ValueTask<Outcome<PaperCase>> RecordAsync(
        Caller.StaffCaller clerk, PaperFormId formId, ResidentNumber number, byte[] scan, PaperMark consent, IReadOnlyList<string> optionalFields,
        Alongside<PaperCase> alongside, CancellationToken cancellationToken)
    {
        if (await PaperRows.FindFormAsync(recorder.Rows, formId, cancellationToken).ConfigureAwait(false) is not { } form)
        {
            return RefusalReason.FormNotAccepted;
        }

        if (Scan.TypeOf(scan) is not { } type)
        {
            return RefusalReason.ScanNotAccepted;
        }

        if (await DeskContactRow.FindAsync(recorder.Rows, number, cancellationToken).ConfigureAwait(false) is not { } contact)
        {
            return new Refusal(RefusalReason.NotFound, "resident_number");
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await AskedAsync(contact.Resident, form.Purpose, cancellationToken).ConfigureAwait(false) is not { } grant)
        {
            return RefusalReason.FormOutOfDate;
        }

        if (clerk.Member.WorksFor(grant.Recipient))
        {
            return RefusalReason.OwnOffice;
        }

        var made = new PaperCase
        {
            Id = PaperCaseId.New(), Form = formId, Purpose = form.Purpose, Resident = contact.Resident, Grant = grant.Id, Clerk = clerk.Member.Id, At = now,
            Consent = consent, OptionalFields = optionalFields, ScanSha256 = Sha256.Hash(scan), MediaType = type,
        };
        var use = PaperRows.Use(form);
        var entry = new PaperRecorded(now, made.Id, formId, grant.Id, made.ScanSha256, clerk.Member.Id);
        var command = new Command(
            [use, PaperRows.Put(made), PaperRows.PutScan(made, scan), ResidentRow.Stands(contact.Resident), .. alongside(made)],
            [new EntryDraft(ChainId.Resident(contact.Resident), entry)]);

        // If the power fails before this line returns, either form, scan and entry stand, or the form can be scanned again.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is Recording.Conflict conflict && conflict.Key == use.Key ? RefusalReason.FormNotAccepted : recording.Then(made, RefusalReason.ConcurrentChange);
    }

    /// <summary>
    /// The scan, for a second look. NOT_FOUND; OWN_OFFICE, because what a resident marked for an office reaches it as a consent or not at all.
    /// </summary>
    public async ValueTask<Outcome<(PaperCase Case, ReadOnlyMemory<byte> Scan)>> LookAsync(
        Caller.StaffCaller clerk, PaperCaseId id, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await PaperRows.FindCaseAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { Done: false } one
                || await PaperRows.FindScanAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } scan
                || await GrantRow.FindAsync(recorder.Rows, one.Grant, cancellationToken).ConfigureAwait(false) is not { } grant)
            {
                return RefusalReason.NotFound;
            }

            if (clerk.Member.WorksFor(grant.Recipient))
            {
                return RefusalReason.OwnOffice;
            }

            var looked = new StaffLooked(Instant.Truncate(recorder.Clock.GetUtcNow()), id.ToString(), clerk.Member.Id, "GetPaperScan");
            IReadOnlyList<Change> seen = one.Seen.Contains(clerk.Member.Id) ? [] : [PaperRows.Put(one with { Seen = [.. one.Seen, clerk.Member.Id] })];

            // If the power fails before this line returns, either she saw it for the case and for the resident's history, or neither says so.
            if (await recorder.RecordAsync(new Command(seen, [new EntryDraft(ChainId.Resident(one.Resident), looked)]), cancellationToken)
                .ConfigureAwait(false) is Recording.Done)
            {
                return (one, scan);
            }

            // Somebody else looked, or decided, at the same time: what stands now is read again.
        }

        return RefusalReason.ConcurrentChange;
    }

    /// <summary>
    /// A second person read it. SECOND_PERSON_REQUIRED (she scanned it herself), OWN_OFFICE, SCAN_NOT_SEEN, MARKS_DIFFER (it counts for nothing), NOT_FOUND; then
    /// what <see cref="GrantConsent"/> or <see cref="DeclineConsent"/> refuse with.
    /// </summary>
    /// <param name="second">Who read it.</param>
    /// <param name="id">The case.</param>
    /// <param name="consent">The question of the whole, as she read it.</param>
    /// <param name="optionalFields">Optional fields with a yes, in bytewise order, as she read them.</param>
    /// <param name="claim">Rows to write with the act.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Outcome<PaperAnswer>> ConfirmAsync(
        Caller.StaffCaller second, PaperCaseId id, PaperMark consent, IReadOnlyList<string> optionalFields, IReadOnlyList<Change> claim, CancellationToken cancellationToken)
    {
        if (await PaperRows.FindCaseAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { Done: false } one
            || await GrantRow.FindAsync(recorder.Rows, one.Grant, cancellationToken).ConfigureAwait(false) is not { } grant)
        {
            return RefusalReason.NotFound;
        }

        if (second.Member.Id == one.Clerk)
        {
            return RefusalReason.SecondPersonRequired;
        }

        if (second.Member.WorksFor(grant.Recipient))
        {
            return RefusalReason.OwnOffice;
        }

        // What the screen offered is not what she read: without the scan she could only say what somebody told her.
        if (!one.Seen.Contains(second.Member.Id))
        {
            return RefusalReason.ScanNotSeen;
        }

        var done = PaperRows.Put(one with { Done = true });
        if (!one.ReadsTheSame(consent, optionalFields))
        {
            var aside = new PaperSetAside(Instant.Truncate(recorder.Clock.GetUtcNow()), id, one.Clerk, second.Member.Id);
            var recording = await recorder.RecordAsync(new Command([done], [new EntryDraft(ChainId.Resident(one.Resident), aside)]), cancellationToken)
                .ConfigureAwait(false);
            return recording is Recording.Done ? RefusalReason.MarksDiffer : RefusalReason.ConcurrentChange;
        }

        var acting = new Acting("paper") { Role = "staff", Person = one.Clerk.ToString(), Second = second.Member.Id.ToString() };
        var host = second.Live.Host.ToString();
        return consent == PaperMark.Yes
            ? await GiveAsync(one, acting, host, [.. claim, done], cancellationToken).ConfigureAwait(false)
            : await DeclineAsync(one, grant, acting, host, [.. claim, done], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<PaperAnswer>> GiveAsync(
        PaperCase one, Acting acting, string host, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        var purpose = (await PurposeRow.FindAsync(recorder.Rows, one.Purpose, cancellationToken).ConfigureAwait(false))!;
        var choices = new Narrowing { Fields = [.. purpose.RequiredFields.Concat(one.OptionalFields).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
        var prepared = await acts.PrepareDocument.RunAsync(one.Resident, one.Grant, choices, cancellationToken).ConfigureAwait(false);
        if (prepared is not Outcome<PreparedDocument>.Done { Value: var shown })
        {
            return ((Outcome<PreparedDocument>.Refused)prepared).Why;
        }

        var given = await acts.GrantConsent.RunAsync(
            new GrantConsentInput
            {
                Resident = one.Resident,
                Grant = one.Grant,
                Document = shown.Document.Bytes,
                Evidence = new Evidence.Paper(
                    EvidenceSet.Of([shown.Document.Digest]), one.Form.ToString(), one.ScanSha256, acting.Person!, acting.Second!),
                ActedBy = host,
                Acting = acting,
                Alongside = alongside,
            },
            cancellationToken).ConfigureAwait(false);
        return given is Outcome<ConsentGiven>.Done { Value: var consent }
            ? new PaperAnswer(consent.Consent.Grant, consent.Receipt)
            : ((Outcome<ConsentGiven>.Refused)given).Why;
    }

    private async ValueTask<Outcome<PaperAnswer>> DeclineAsync(
        PaperCase one, Grant grant, Acting acting, string host, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        var declined = await acts.DeclineConsent.RunAsync(
            new ResidentAct { Resident = one.Resident, Grant = one.Grant, RowVersion = grant.RowVersion, ActedBy = host, Acting = acting, Alongside = alongside },
            cancellationToken).ConfigureAwait(false);
        return declined is Outcome<ConsentAct>.Done { Value: var act } ? new PaperAnswer(act.Grant, null) : ((Outcome<ConsentAct>.Refused)declined).Why;
    }

    // What waits for an answer under exactly the words that the form shows.
    private async ValueTask<Grant?> AskedAsync(ResidentId resident, PurposeVersion purpose, CancellationToken cancellationToken)
    {
        long after = 0;
        while (await GrantRow.OfResidentAsync(recorder.Rows, resident, after, GrantPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            if (page.FirstOrDefault(grant => grant.State == GrantState.Requested && grant.Purpose == purpose) is { } asked)
            {
                return asked;
            }

            after = page[^1].Ordinal;
        }

        return null;
    }
}

/// <summary>What a form led to.</summary>
/// <param name="Grant">The consent, given or declined.</param>
/// <param name="Receipt">Its receipt; null when it was declined.</param>
internal sealed record PaperAnswer(Grant Grant, GivenReceipt? Receipt);
