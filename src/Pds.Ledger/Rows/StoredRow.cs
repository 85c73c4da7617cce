namespace Pds.Ledger;

/// <summary>A row as the store holds it: nothing identifying, nothing readable.</summary>
/// <param name="Key">Blinded key, 16 bytes.</param>
/// <param name="Parent">Blinded link, 16 bytes, or null.</param>
/// <param name="Other">Blinded link, 16 bytes, or null.</param>
/// <param name="Version">1 at first, one more with every change.</param>
/// <param name="Number">A number in clear.</param>
/// <param name="ExpiresHour">Hours since 1970, rounded up, or null.</param>
/// <param name="Body">Sealed.</param>
/// <param name="Ordinal">Order of first insertion; unique within the store.</param>
public sealed record StoredRow(
    byte[] Key, byte[]? Parent, byte[]? Other, long Version, long Number, long? ExpiresHour, byte[] Body, long Ordinal)
{
    /// <summary>The first version of a row without links, number and expiry, its body not yet sealed.</summary>
    internal static StoredRow New(byte[] key) => new(key, null, null, 1, 0, null, [], 0);

    /// <summary>An expiry as it rests: hours since 1970, rounded up.</summary>
    internal static long? HourOf(DateTimeOffset? expires) => expires is DateTimeOffset at ? (at.ToUnixTimeSeconds() + 3599) / 3600 : null;
}
