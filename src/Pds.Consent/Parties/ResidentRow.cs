using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// That a resident has a vault here, in <see cref="Table.Residents"/>; key = the resident. Written once, removed with the order to erase, so
/// whoever begins something for a resident requires it and loses against an erasure that ran meanwhile.
/// </summary>
public static class ResidentRow
{
    private const long Version = 1;

    /// <summary>The row's key.</summary>
    public static RowKey Key(ResidentId id) => new(Table.Residents, id.ToString());

    /// <summary>A new resident.</summary>
    public static Change Put(ResidentId id) => new Change.Put(Key(id), "{\"v\":1}"u8.ToArray(), ExpectedVersion: 0);

    /// <summary>Holds in a command only while the resident has a vault here.</summary>
    public static Change Stands(ResidentId id) => new Change.Require(Key(id), Version);

    /// <summary>The order to erase; of two at once, one conflicts.</summary>
    public static Change Remove(ResidentId id) => new Change.Delete(Key(id), Version);

    /// <summary>Whether the resident has a vault here; false for unknown and erased alike.</summary>
    public static async ValueTask<bool> IsThereAsync(IRowReader rows, ResidentId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is not null;
    }
}
