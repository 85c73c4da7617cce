using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a <see cref="Purpose"/> rests in <see cref="Table.Purposes"/>; key = <c>code@version</c>, parent = its code, other = its dataset
/// version.
/// </summary>
public static class PurposeRow
{
    // A code has at most 9,999 versions and each can be narrowed once; this many in one line is a mistake.
    private const int MaxNarrowings = 100;

    /// <summary>The row's key.</summary>
    public static RowKey Key(PurposeVersion id) => new(Table.Purposes, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Purpose?> FindAsync(IRowReader rows, PurposeVersion id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>
    /// The version whose rules a consent under <paramref name="id"/> is held to: the version itself, or the one that narrowed it, or the
    /// one that narrowed that; null when unknown. This is the purpose of <see cref="GateFacts"/>. The first version on the way that is not
    /// approved is the answer, because whatever narrowed it cannot make it valid again.
    /// </summary>
    public static async ValueTask<Purpose?> FindEffectiveAsync(
        IRowReader rows, PurposeVersion id, CancellationToken cancellationToken = default) =>
        (await FindLineAsync(rows, id, cancellationToken).ConfigureAwait(false)).LastOrDefault();

    /// <summary>
    /// The versions from <paramref name="id"/> to the one it is held to, which is the last; empty when unknown. A decision stands on every
    /// one of them, so whoever records it requires them all.
    /// </summary>
    public static async ValueTask<IReadOnlyList<Purpose>> FindLineAsync(
        IRowReader rows, PurposeVersion id, CancellationToken cancellationToken = default)
    {
        var line = new List<Purpose>(1);
        for (PurposeVersion? next = id; next is { } version;)
        {
            if (line.Count > MaxNarrowings || await FindAsync(rows, version, cancellationToken).ConfigureAwait(false) is not { } purpose)
            {
                return [];
            }

            line.Add(purpose);
            next = NarrowerThan(purpose);
        }

        return line;
    }

    // A version that fell ends the line, whatever narrowed it before.
    private static PurposeVersion? NarrowerThan(Purpose purpose) =>
        purpose is { State: PurposeState.Approved, NarrowedBy: { } version } && PurposeVersion.TryCreate(purpose.Id.Code, version, out var id)
            ? id
            : null;

    /// <summary>All versions of a code, in order of proposal, at most 1,000.</summary>
    public static async ValueTask<IReadOnlyList<Purpose>> OfCodeAsync(
        IRowReader rows, PurposeCode code, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(
            Table.Purposes, LinkColumn.Parent, code.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>A page of the purposes on a dataset version.</summary>
    public static async ValueTask<IReadOnlyList<Purpose>> OfDatasetAsync(
        IRowReader rows, DatasetVersion dataset, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(
            Table.Purposes, LinkColumn.Other, dataset.ToString(), afterOrdinal, limit, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>A page of the catalogue in order of proposal.</summary>
    public static async ValueTask<IReadOnlyList<Purpose>> ListAsync(
        IRowReader rows, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAllAsync(Table.Purposes, afterOrdinal, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new Change.Put(
            Key(purpose.Id),
            Definition(purpose),
            new RowLinks(purpose.Id.Code.ToString(), purpose.Dataset.ToString()),
            ExpectedVersion: purpose.RowVersion);
    }

    internal static byte[] Definition(Purpose purpose) => RowBody.Write(purpose, RowJson.Domain.Purpose);

    private static Purpose From(Row row) =>
        RowBody.Read(row.Body, RowJson.Domain.Purpose) with { RowVersion = row.Version, Ordinal = row.Ordinal };
}
