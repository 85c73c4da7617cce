using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Writes the document a resident reads before saying yes, narrowed by the resident's own choices, and keeps it until it is signed. Only the
/// document shown last can be signed.
/// </summary>
public sealed class PrepareConsentDocument(Recorder recorder)
{
    /// <summary>Prepares it for the resident herself.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public ValueTask<Outcome<PreparedDocument>> RunAsync(
        ResidentId resident, GrantId id, Narrowing choices, CancellationToken cancellationToken = default) =>
        RunAsync(resident, id, choices, null, cancellationToken);

    /// <summary>
    /// Prepares it. Refuses with NOT_FOUND, MOVE_NOT_ALLOWED (answered already), REQUEST_EXPIRED, NOT_NARROWER, FIELDS_NOT_IN_PURPOSE
    /// (a required field left out), INVALID_ARGUMENT, and what became of the purpose; under a mandate also with MANDATE_NOT_ACCEPTED and
    /// OUTSIDE_MANDATE.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public async ValueTask<Outcome<PreparedDocument>> RunAsync(
        ResidentId resident, GrantId id, Narrowing choices, Mandate? under, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (grant?.Resident != resident)
        {
            return RefusalReason.NotFound;
        }

        if (Unanswerable(grant, now) is { } unanswerable)
        {
            return unanswerable;
        }

        if (under is not null
            && await ReadMandate.ForGrantAsync(recorder.Rows, under, grant, now, cancellationToken).ConfigureAwait(false)
                is Outcome<IReadOnlyList<Change>>.Refused { Why: var outside })
        {
            return outside;
        }

        var usable = await UsablePurpose.FindAsync(
            recorder.Rows, grant.Recipient, grant.Purpose, now, cancellationToken).ConfigureAwait(false);
        if (usable is not Outcome<UsablePurpose>.Done { Value: var found })
        {
            return ((Outcome<UsablePurpose>.Refused)usable).Why;
        }

        if (!choices.TryApply(grant.Terms, now, out var terms, out var fault))
        {
            return new Refusal(RefusalReason.InvalidArgument, fault);
        }

        if (Wider(terms, grant, found.Purpose) is { } wider)
        {
            return wider;
        }

        var document = ConsentDocument.Of(recorder.Origin, grant, found.Purpose, found.Dataset, terms, now);
        var draft = new ConsentDraft(document.Bytes, terms, now, now + ConsentDocument.SignWithin);

        // A row and no entry: showing a document is no act. If power fails here it is shown again, with another salt.
        await recorder.RecordAsync(new Command([DocumentRows.PutDraft(id, draft)], []), cancellationToken).ConfigureAwait(false);
        return new PreparedDocument(document, draft.SignBefore, grant.RowVersion);
    }

    internal static Refusal? Unanswerable(Grant grant, DateTimeOffset now) =>
        grant.State != GrantState.Requested ? new Refusal(RefusalReason.MoveNotAllowed)
        : now >= GrantWatchRow.Deadline(grant) ? new Refusal(RefusalReason.RequestExpired, At: GrantWatchRow.Deadline(grant))
        : null;

    private static Refusal? Wider(GrantTerms terms, Grant grant, Purpose purpose) =>
        purpose.RequiredFields.FirstOrDefault(f => !terms.Fields.Contains(f, StringComparer.Ordinal)) is { } missing
            ? new Refusal(RefusalReason.FieldsNotInPurpose, missing)
        : !terms.IsWithin(grant.Terms) ? new Refusal(RefusalReason.NotNarrower)
        : null;
}

/// <summary>A document ready to be shown and signed.</summary>
/// <param name="Document">Its bytes and digest.</param>
/// <param name="SignBefore">Until when it can be signed (half-open, UTC).</param>
/// <param name="RowVersion">The grant's etag, for the act of giving.</param>
public sealed record PreparedDocument(ConsentDocument Document, DateTimeOffset SignBefore, long RowVersion);
