using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="Dataset"/> rests in <see cref="Table.Datasets"/>; key = <c>code@version</c>, parent = its code.</summary>
public static class DatasetRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(DatasetVersion id) => new(Table.Datasets, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Dataset?> FindAsync(IRowReader rows, DatasetVersion id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of the catalogue in order of publication.</summary>
    public static async ValueTask<IReadOnlyList<Dataset>> ListAsync(
        IRowReader rows, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAllAsync(Table.Datasets, afterOrdinal, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>All versions of a code, in order of publication, at most 1,000.</summary>
    public static async ValueTask<IReadOnlyList<Dataset>> OfCodeAsync(IRowReader rows, DatasetCode code, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.Datasets, LinkColumn.Parent, code.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new Change.Put(
            Key(dataset.Id),
            Definition(dataset),
            new RowLinks(Parent: dataset.Id.Code.ToString()),
            ExpectedVersion: dataset.RowVersion);
    }

    internal static byte[] Definition(Dataset dataset) => RowBody.Write(dataset, RowJson.Domain.Dataset);

    private static Dataset From(Row row) =>
        RowBody.Read(row.Body, RowJson.Domain.Dataset) with { RowVersion = row.Version, Ordinal = row.Ordinal };
}
