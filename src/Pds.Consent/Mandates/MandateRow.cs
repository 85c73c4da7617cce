using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="Mandate"/> rests in <see cref="Table.Mandates"/>; key = its id, parent = the resident, other = who acts.</summary>
public static class MandateRow
{
    private const int MostOfOne = 200;

    /// <summary>The row's key.</summary>
    public static RowKey Key(MandateId id) => new(Table.Mandates, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Mandate?> FindAsync(IRowReader rows, MandateId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;
    }

    /// <summary>Those by which others act for a resident, oldest first, at most 200.</summary>
    public static ValueTask<IReadOnlyList<Mandate>> OfResidentAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default) =>
        ListAsync(rows, LinkColumn.Parent, resident, cancellationToken);

    /// <summary>Those by which a resident acts for others, oldest first, at most 200.</summary>
    public static ValueTask<IReadOnlyList<Mandate>> OfActorAsync(IRowReader rows, ResidentId actor, CancellationToken cancellationToken = default) =>
        ListAsync(rows, LinkColumn.Other, actor, cancellationToken);

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Mandate mandate)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        return new Change.Put(
            Key(mandate.Id),
            RowBody.Write(mandate, RowJson.Domain.Mandate),
            new RowLinks(mandate.Resident.ToString(), mandate.Actor.ToString()),
            ExpectedVersion: mandate.RowVersion);
    }

    /// <summary>Holds in a command only while the mandate is as it was read: who starts something under it loses against an end that ran meanwhile.</summary>
    public static Change Stands(Mandate mandate)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        return new Change.Require(Key(mandate.Id), mandate.RowVersion);
    }

    private static async ValueTask<IReadOnlyList<Mandate>> ListAsync(
        IRowReader rows, LinkColumn column, ResidentId who, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = await rows.ListAsync(Table.Mandates, column, who.ToString(), 0, MostOfOne, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(From)];
    }

    private static Mandate From(Row row) => RowBody.Read(row.Body, RowJson.Domain.Mandate) with { RowVersion = row.Version, Ordinal = row.Ordinal };
}
