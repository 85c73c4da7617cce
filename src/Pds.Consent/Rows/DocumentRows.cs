using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Drafts, signed documents and receipts, each under its grant.</summary>
internal static class DocumentRows
{
    internal static RowKey DraftKey(GrantId grant) => new(Table.ConsentDrafts, grant.ToString());

    internal static RowKey DocumentKey(GrantId grant) => new(Table.ConsentDocuments, grant.ToString());

    internal static RowKey ActKey(byte[] digest) => new(Table.ConsentDocuments, $"act/{Base64Url.Encode(digest)}");

    internal static RowKey ReceiptKey(GrantId grant) => new(Table.Receipts, grant.ToString());

    private static RowKey SignerSaltKey(GrantId grant) => new(Table.ConsentDocuments, $"signer/{grant}");

    /// <summary>One draft a grant: a newer one takes its place, so only the document shown last can be signed.</summary>
    internal static Change.Put PutDraft(GrantId grant, ConsentDraft draft) =>
        new(DraftKey(grant), RowBody.Write(draft, RowJson.Domain.ConsentDraft), Expires: draft.SignBefore);

    internal static Change.Put PutDocument(Grant grant, SignedDocument document) => new(
        DocumentKey(grant.Id),
        RowBody.Write(document, RowJson.Domain.SignedDocument),
        new RowLinks(Parent: grant.Resident.ToString()),
        ExpectedVersion: 0);

    /// <summary>The act a resident agreed to on evidence, under its own digest.</summary>
    internal static Change.Put PutAct(ResidentId resident, byte[] document, string evidenceType, byte[] evidence) => new(
        ActKey(ConsentDocument.DigestOf(document)),
        RowBody.Write(new SignedDocument(document, evidenceType, evidence), RowJson.Domain.SignedDocument),
        new RowLinks(Parent: resident.ToString()),
        ExpectedVersion: 0);

    /// <summary>The salt of the identity that agreed for the resident; it goes with her documents.</summary>
    internal static Change.Put PutSignerSalt(ResidentId resident, GrantId grant, byte[] salt) =>
        new(SignerSaltKey(grant), salt, new RowLinks(Parent: resident.ToString()), ExpectedVersion: 0);

    internal static async ValueTask<byte[]?> FindSignerSaltAsync(IRowReader rows, GrantId grant, CancellationToken cancellationToken) =>
        (await rows.FindAsync(SignerSaltKey(grant), cancellationToken).ConfigureAwait(false))?.Body.ToArray();

    internal static Change.Put PutReceipt(Grant grant, StoredReceipt receipt, long expectedVersion) => new(
        ReceiptKey(grant.Id),
        RowBody.Write(receipt, RowJson.Domain.StoredReceipt),
        new RowLinks(Parent: grant.Id.ToString()),
        ExpectedVersion: expectedVersion);

    internal static async ValueTask<(ConsentDraft Draft, long RowVersion)?> FindDraftAsync(
        IRowReader rows, GrantId grant, CancellationToken cancellationToken) =>
        await rows.FindAsync(DraftKey(grant), cancellationToken).ConfigureAwait(false) is { } row
            ? (RowBody.Read(row.Body, RowJson.Domain.ConsentDraft), row.Version)
            : null;

    internal static async ValueTask<SignedDocument?> FindDocumentAsync(
        IRowReader rows, GrantId grant, CancellationToken cancellationToken) =>
        await rows.FindAsync(DocumentKey(grant), cancellationToken).ConfigureAwait(false) is { } row
            ? RowBody.Read(row.Body, RowJson.Domain.SignedDocument)
            : null;

    internal static async ValueTask<SignedDocument?> FindActAsync(IRowReader rows, byte[] digest, CancellationToken cancellationToken) =>
        await rows.FindAsync(ActKey(digest), cancellationToken).ConfigureAwait(false) is { } row
            ? RowBody.Read(row.Body, RowJson.Domain.SignedDocument)
            : null;

    internal static async ValueTask<(StoredReceipt Receipt, long RowVersion)?> FindReceiptAsync(
        IRowReader rows, GrantId grant, CancellationToken cancellationToken) =>
        await rows.FindAsync(ReceiptKey(grant), cancellationToken).ConfigureAwait(false) is { } row
            ? (RowBody.Read(row.Body, RowJson.Domain.StoredReceipt), row.Version)
            : null;
}
