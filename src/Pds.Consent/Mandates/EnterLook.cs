using System.Text;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Enters that somebody looks at something under a mandate, before it is shown (FEATURES T11). What is looked at again within a quarter of an hour
/// belongs to the same entry: a page is many calls, and a history full of its own readings is none.
/// </summary>
public sealed class EnterLook(Recorder recorder)
{
    /// <summary>For how long one entry stands for further looks at the same: 15 minutes.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    /// <summary>Enters it. False when the resident is gone.</summary>
    /// <param name="mandate">Under which.</param>
    /// <param name="what"><c>history</c>, <c>consents</c>, <c>records</c> or <c>values</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be entered now, so nothing is shown.</exception>
    public async ValueTask<bool> RunAsync(Mandate mandate, string what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var key = new RowKey(Table.MandateLooks, $"{mandate.Id}/{what}");
        var before = await recorder.Rows.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (before is not null && Instant.TryParse(Encoding.ASCII.GetString(before.Body.Span), out var at) && now - at < Span && now >= at)
        {
            return true;
        }

        var note = new Change.Put(
            key, Encoding.ASCII.GetBytes(Instant.Format(now)), new RowLinks(Parent: mandate.Resident.ToString()), Expires: now + Span,
            ExpectedVersion: before?.Version ?? 0);
        var entry = new RepresentativeLooked(now, mandate.Id, MandateWords.Of(mandate.Role), what);
        var recording = await recorder.RecordAsync(
            new Command([ResidentRow.Stands(mandate.Resident), note], [new EntryDraft(ChainId.Resident(mandate.Resident), entry)]), cancellationToken)
            .ConfigureAwait(false);

        // Two calls of one page at once: one entered it, and the other finds that it did.
        return recording is Recording.Done
            || (recording is Recording.Conflict conflict && conflict.Key == key && await RunAsync(mandate, what, cancellationToken).ConfigureAwait(false));
    }
}
