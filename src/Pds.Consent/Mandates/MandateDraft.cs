using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A mandate's document that was shown and is not agreed to yet.</summary>
/// <param name="Mandate">What it states.</param>
/// <param name="Document">Its exact bytes.</param>
/// <param name="CodeHash">Hash of the code that names the other.</param>
/// <param name="PreparedAt">When it was made, UTC.</param>
/// <param name="SignBefore">Until when it can be agreed to (half-open, UTC).</param>
internal sealed record MandateDraft(Mandate Mandate, byte[] Document, string CodeHash, DateTimeOffset PreparedAt, DateTimeOffset SignBefore);

/// <summary>The draft beside those of consents; key = the mandate.</summary>
internal static class MandateDraftRow
{
    internal static RowKey Key(MandateId mandate) => new(Table.ConsentDrafts, $"mandate/{mandate}");

    internal static Change.Put Put(MandateDraft draft) =>
        new(Key(draft.Mandate.Id), RowBody.Write(draft, RowJson.Domain.MandateDraft), Expires: draft.SignBefore, ExpectedVersion: 0);

    internal static async ValueTask<(MandateDraft Draft, long RowVersion)?> FindAsync(
        IRowReader rows, MandateId mandate, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(mandate), cancellationToken).ConfigureAwait(false) is { } row
            ? (RowBody.Read(row.Body, RowJson.Domain.MandateDraft), row.Version)
            : null;
}
