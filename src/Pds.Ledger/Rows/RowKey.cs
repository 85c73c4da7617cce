namespace Pds.Ledger;

/// <summary>
/// The name of a row in clear. The store never sees it: it sees <c>HMAC-SHA256(K_index, LP(table, "key", key))[..16]</c>.
/// </summary>
/// <param name="Table">The row's table.</param>
/// <param name="Key">The row's key, 1 to 512 UTF-8 bytes; compared exactly.</param>
public readonly record struct RowKey(Table Table, string Key)
{
    /// <summary>The longest key, in UTF-8 bytes.</summary>
    public const int MaxKeyBytes = 512;

    /// <summary>The table only: keys name persons and grants, and logs may not.</summary>
    public override string ToString() => $"RowKey({Table})";
}
