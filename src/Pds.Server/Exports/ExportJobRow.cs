using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Exports;

/// <summary>
/// How an <see cref="ExportJob"/> rests in <see cref="Table.ServerFacts"/>: key <c>export/exp_…</c>, parent <c>exports</c>. A table of its own
/// would be a new version of the schema for a handful of rows.
/// </summary>
internal static class ExportJobRow
{
    private const string Parent = "exports";

    /// <summary>The row's key.</summary>
    public static RowKey Key(ExportId id) => new(Table.ServerFacts, $"export/{id}");

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<ExportJob?> FindAsync(IRowReader rows, ExportId id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>All exports, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<ExportJob>> ListAsync(IRowReader rows, CancellationToken cancellationToken = default)
    {
        var found = new List<ExportJob>();
        long after = 0;
        while (await rows.ListAsync(
            Table.ServerFacts, LinkColumn.Parent, Parent, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            found.AddRange(page.Select(From));
            after = page[^1].Ordinal;
        }

        return found;
    }

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(ExportJob job)
    {
        var scope = job.Scope;
        var body = new Body(
            1, job.Id.ToString(), job.Auditor.ToString(), job.Recipient, job.ReasonJa, scope.From, scope.Until, scope.Purpose?.ToString(),
            scope.Organization?.ToString(), scope.Resident?.ToString(), job.Resident?.ToString(), job.PseudonymKey, job.State, job.CreatedAt,
            job.Expires, job.FileBytes, job.FileSha256 is { } digest ? Base64Url.Encode(digest) : null, job.Leaves, job.Fetched);
        return new Change.Put(
            Key(job.Id), JsonSerializer.SerializeToUtf8Bytes(body, ExportJson.Default.Body), new RowLinks(Parent: Parent), ExpectedVersion: job.RowVersion);
    }

    private static ExportJob From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, ExportJson.Default.Body);
        if (body is not { V: 1 } || !ExportId.TryParse(body.Id, out var id) || !OrganizationId.TryParse(body.Auditor, out var auditor))
        {
            throw new InvalidDataException("An export's row has an unknown format.");
        }

        return new ExportJob
        {
            Id = id,
            Auditor = auditor,
            Recipient = body.Recipient,
            ReasonJa = body.Reason,
            Scope = new ExportScope(
                body.From,
                body.Until,
                PurposeVersion.TryParse(body.Purpose, out var purpose) ? purpose : null,
                OrganizationId.TryParse(body.Organization, out var organization) ? organization : null,
                Pseudonym.TryParse(body.Pseudonym, out var pseudonym) ? pseudonym : null),
            Resident = ResidentId.TryParse(body.Resident, out var resident) ? resident : null,
            PseudonymKey = body.Key,
            State = body.State,
            CreatedAt = body.CreatedAt,
            Expires = body.Expires,
            FileBytes = body.FileBytes,
            FileSha256 = body.FileSha256 is { } text && Base64Url.TryDecode(text, out var digest) ? digest : null,
            Leaves = body.Leaves,
            Fetched = body.Fetched,
            RowVersion = row.Version,
        };
    }

    // The digest is a text: generated JSON writes absent bytes as empty ones.
    internal sealed record Body(
        int V, string Id, string Auditor, string Recipient, string Reason, DateTimeOffset? From, DateTimeOffset? Until, string? Purpose,
        string? Organization, string? Pseudonym, string? Resident, byte[] Key, ExportJobState State, DateTimeOffset CreatedAt,
        DateTimeOffset? Expires, long FileBytes, string? FileSha256, long Leaves, bool Fetched);
}

/// <summary>Generated JSON of export rows.</summary>
[JsonSerializable(typeof(ExportJobRow.Body))]
internal sealed partial class ExportJson : JsonSerializerContext;
