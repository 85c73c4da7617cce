using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Writes the document a resident reads before she has everything erased, and keeps it until it is signed. Only the one shown last counts.</summary>
public sealed class PrepareErasure(Recorder recorder)
{
    /// <summary>How long a document can be signed after it was shown: 30 minutes.</summary>
    public static readonly TimeSpan SignWithin = TimeSpan.FromMinutes(30);

    /// <summary>Prepares it. Refuses with NOT_FOUND (no vault here) or CLOCK_NOT_TRUSTWORTHY.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public async ValueTask<Outcome<PreparedErasure>> RunAsync(ResidentId resident, CancellationToken cancellationToken = default)
    {
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        if (!await ResidentRow.IsThereAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false))
        {
            return RefusalReason.NotFound;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var until = await new StatutoryRecords(recorder).DueUntilAsync(resident, cancellationToken).ConfigureAwait(false);
        var document = ErasureDocument.Of(recorder.Origin, resident, until > now ? until : null, now);
        var draft = new ErasureDraft(document.Bytes, now, now + SignWithin);

        // A row and no entry: showing a document is no act. If power fails here it is shown again, with another salt.
        await recorder.RecordAsync(new Command([ErasureRows.PutDraft(resident, draft)], []), cancellationToken).ConfigureAwait(false);
        return new PreparedErasure(document, draft.SignBefore, until > now ? until : null);
    }
}

/// <summary>A document ready to be shown and signed.</summary>
/// <param name="Document">Its bytes and digest.</param>
/// <param name="SignBefore">Until when it can be signed (half-open, UTC).</param>
/// <param name="HistoryUntil">Until when history would be kept by law; null when it would go at once.</param>
public sealed record PreparedErasure(ErasureDocument Document, DateTimeOffset SignBefore, DateTimeOffset? HistoryUntil);
