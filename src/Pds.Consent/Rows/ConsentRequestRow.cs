using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a <see cref="ConsentRequest"/> rests in <see cref="Table.ConsentRequests"/>; key = its id, parent = the resident, other = the
/// recipient. Written once; where each item stands is told by its grant.
/// </summary>
public static class ConsentRequestRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(ConsentRequestId id) => new(Table.ConsentRequests, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<ConsentRequest?> FindAsync(
        IRowReader rows, ConsentRequestId id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of the requests a resident got, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<ConsentRequest>> OfResidentAsync(
        IRowReader rows, ResidentId resident, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(
            Table.ConsentRequests, LinkColumn.Parent, resident.ToString(), afterOrdinal, limit, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>A page of the requests a recipient made, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<ConsentRequest>> OfRecipientAsync(
        IRowReader rows, OrganizationId recipient, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(
            Table.ConsentRequests, LinkColumn.Other, recipient.ToString(), afterOrdinal, limit, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>Writes a new one.</summary>
    public static Change.Put Put(ConsentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Change.Put(
            Key(request.Id),
            RowBody.Write(request, RowJson.Domain.ConsentRequest),
            new RowLinks(request.Resident.ToString(), request.Recipient.ToString()),
            ExpectedVersion: 0);
    }

    private static ConsentRequest From(Row row) =>
        RowBody.Read(row.Body, RowJson.Domain.ConsentRequest) with { Ordinal = row.Ordinal };
}
