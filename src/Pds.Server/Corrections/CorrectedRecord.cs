using System.Text.Json;
using Pds.Ledger;

namespace Pds.Server.Corrections;

/// <summary>What a recipient is told: that a record it received of somebody it knows by a reference was corrected. Everything in it is its own.</summary>
/// <param name="Id">Its own id of the case: two recipients cannot compare theirs.</param>
/// <param name="Recipient">Who is told.</param>
/// <param name="Resident">Of whom; for an erasure, never told.</param>
/// <param name="Reference">Its own reference of her.</param>
/// <param name="Dataset"><c>code@version</c>.</param>
/// <param name="At">When it was corrected, UTC.</param>
internal sealed record CorrectedRecord(CorrectionId Id, OrganizationId Recipient, ResidentId Resident, ResidentRef Reference, string Dataset, DateTimeOffset At)
{
    /// <summary>Position, for paging.</summary>
    public long Ordinal { get; init; }

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(CorrectedRecord);
}

/// <summary>How one rests in <see cref="Table.CorrectedRecords"/>: key its id, parent the recipient, other the resident; 400 days.</summary>
internal static class CorrectedRecordRow
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(400);

    /// <summary>A page of a recipient's, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<CorrectedRecord>> OfRecipientAsync(
        IRowReader rows, OrganizationId recipient, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.CorrectedRecords, LinkColumn.Parent, recipient.ToString(), after, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes a new one.</summary>
    public static Change Put(CorrectedRecord one) => new Change.Put(
        new RowKey(Table.CorrectedRecords, one.Id.ToString()),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, one.Id.ToString(), one.Recipient.ToString(), one.Resident.ToString(), one.Reference.ToString(), one.Dataset, one.At), CorrectionJson.Default.ToldBody),
        new RowLinks(one.Recipient.ToString(), one.Resident.ToString()),
        Expires: one.At + Keep,
        ExpectedVersion: 0);

    private static CorrectedRecord From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, CorrectionJson.Default.ToldBody) is { V: 1 } body
        && CorrectionId.TryParse(body.Id, out var id) && OrganizationId.TryParse(body.Recipient, out var recipient)
        && ResidentId.TryParse(body.Resident, out var resident) && ResidentRef.TryParse(body.Reference, out var reference)
            ? new CorrectedRecord(id, recipient, resident, reference, body.Dataset, body.At) { Ordinal = row.Ordinal }
            : throw new InvalidDataException("A corrected record's row has an unknown format.");

    internal sealed record Body(int V, string Id, string Recipient, string Resident, string Reference, string Dataset, DateTimeOffset At);
}
