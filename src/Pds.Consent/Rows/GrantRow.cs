using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="Grant"/> rests in <see cref="Table.Grants"/>; key = its id, parent = the resident, other = the recipient.</summary>
public static class GrantRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(GrantId id) => new(Table.Grants, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Grant?> FindAsync(IRowReader rows, GrantId id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of a resident's grants in every state, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Grant>> OfResidentAsync(
        IRowReader rows, ResidentId resident, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        From(await rows.ListAsync(
            Table.Grants, LinkColumn.Parent, resident.ToString(), afterOrdinal, limit, cancellationToken).ConfigureAwait(false));

    /// <summary>A page of the grants a recipient asked for, in every state, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Grant>> OfRecipientAsync(
        IRowReader rows, OrganizationId recipient, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        From(await rows.ListAsync(
            Table.Grants, LinkColumn.Other, recipient.ToString(), afterOrdinal, limit, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes it over the version it was read from; a grant that moved meanwhile conflicts.</summary>
    public static Change.Put Put(Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return new Change.Put(
            Key(grant.Id),
            RowBody.Write(grant, RowJson.Domain.Grant),
            new RowLinks(grant.Resident.ToString(), grant.Recipient.ToString()),
            ExpectedVersion: grant.RowVersion);
    }

    /// <summary>Writes it with the command's first entry as the one that moved it (<see cref="Grant.LastEntry"/>).</summary>
    public static Change.PutIndexed PutMoved(Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return new Change.PutIndexed(
            Key(grant.Id),
            index => RowBody.Write(grant with { LastEntry = index }, RowJson.Domain.Grant),
            new RowLinks(grant.Resident.ToString(), grant.Recipient.ToString()),
            ExpectedVersion: grant.RowVersion);
    }

    /// <summary>Conflicts unless the grant stands at the version it was read at: the release check's precondition.</summary>
    public static Change.Require Require(Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return new Change.Require(Key(grant.Id), grant.RowVersion);
    }

    /// <summary>Reads a row of the table.</summary>
    public static Grant From(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return RowBody.Read(row.Body, RowJson.Domain.Grant) with { RowVersion = row.Version, Ordinal = row.Ordinal };
    }

    private static IReadOnlyList<Grant> From(IReadOnlyList<Row> rows) => [.. rows.Select(From)];
}
