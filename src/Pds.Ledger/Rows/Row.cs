namespace Pds.Ledger;

/// <summary>One row as its owner reads it.</summary>
/// <param name="Key">The key it was put under.</param>
/// <param name="Version">1 at first, one more with every change.</param>
/// <param name="Number">A number the owner may use freely; it rests in clear. Counters count here.</param>
/// <param name="Ordinal">The order of first insertion within the ledger; stable while the row lives; the cursor for paging.</param>
/// <param name="Body">The body in clear here; sealed at rest under a key of its table, bound to origin, table, key, links, version, number and expiry.</param>
public sealed record Row(RowKey Key, long Version, long Number, long Ordinal, ReadOnlyMemory<byte> Body)
{
    /// <summary>Prints its table and version and nothing a person wrote.</summary>
    public override string ToString() => $"Row({Key.Table}, version {Version})";
}
