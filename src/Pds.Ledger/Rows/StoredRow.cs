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
    byte[] Key, byte[]? Parent, byte[]? Other, long Version, long Number, long? ExpiresHour, byte[] Body, long Ordinal);
