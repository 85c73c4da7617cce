using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The erasure document as shown and as signed, beside the drafts and documents of consents; key = the resident.</summary>
internal static class ErasureRows
{
    internal static RowKey DraftKey(ResidentId resident) => new(Table.ConsentDrafts, $"erasure/{resident}");

    internal static RowKey DocumentKey(ResidentId resident) => new(Table.ConsentDocuments, $"erasure/{resident}");

    internal static Change.Put PutDraft(ResidentId resident, ErasureDraft draft) =>
        new(DraftKey(resident), RowBody.Write(draft, RowJson.Domain.ErasureDraft), Expires: draft.SignBefore);

    // Kept as long as the history is: afterwards the order is in it no more than anything else.
    internal static Change.Put PutDocument(ResidentId resident, SignedDocument document) => new(
        DocumentKey(resident), RowBody.Write(document, RowJson.Domain.SignedDocument), new RowLinks(Parent: resident.ToString()), ExpectedVersion: 0);

    internal static async ValueTask<(ErasureDraft Draft, long RowVersion)?> FindDraftAsync(
        IRowReader rows, ResidentId resident, CancellationToken cancellationToken) =>
        await rows.FindAsync(DraftKey(resident), cancellationToken).ConfigureAwait(false) is { } row
            ? (RowBody.Read(row.Body, RowJson.Domain.ErasureDraft), row.Version)
            : null;
}
