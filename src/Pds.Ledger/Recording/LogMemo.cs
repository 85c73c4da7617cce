using System.Buffers.Binary;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The sealed note beside size and root. Bound to origin, size and root, so it also tells when somebody edited those, or when the keys
/// are another ledger's, before anything is written. <c>i64 time in ms ‖ u32 key id ‖ i64 published ‖ u8 leapt ‖ places (32)</c>.
/// </summary>
/// <param name="LastTime">The last ledger time.</param>
/// <param name="LogKeyId">The key id of the log.</param>
/// <param name="Published">Entries the public tile directory had when this was written; it never has fewer again (I-22).</param>
/// <param name="ClockLeapt">The clock leapt and no operator has confirmed it yet (I-12).</param>
/// <param name="Places">The <see cref="PlaceDigest"/> over all entries, 32 bytes.</param>
internal sealed record LogMemo(DateTimeOffset LastTime, uint LogKeyId, long Published, bool ClockLeapt, byte[] Places)
{
    private const int KeyIdAt = sizeof(long);
    private const int PublishedAt = KeyIdAt + sizeof(uint);
    private const int LeaptAt = PublishedAt + sizeof(long);
    private const int PlacesAt = LeaptAt + 1;
    private const int SizeBytes = PlacesAt + PlaceDigest.SizeBytes;

    /// <summary>Of a log without entries.</summary>
    internal static LogMemo First(DateTimeOffset now, uint logKeyId) => new(now, logKeyId, 0, false, new byte[PlaceDigest.SizeBytes]);

    internal byte[] Close(SecretBytes key, string origin, long size, byte[] root)
    {
        var plain = new byte[SizeBytes];
        BinaryPrimitives.WriteInt64BigEndian(plain, LastTime.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(KeyIdAt), LogKeyId);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(PublishedAt), Published);
        plain[LeaptAt] = ClockLeapt ? (byte)1 : (byte)0;
        Places.CopyTo(plain.AsSpan(PlacesAt));
        return Seal.Close(key, ContextOf(origin, size, root), plain);
    }

    /// <exception cref="LedgerRefusedException">The keys are another ledger's, or the state was changed.</exception>
    internal static LogMemo Open(SecretBytes key, string origin, LogState state)
    {
        if (!Seal.TryOpen(key, ContextOf(origin, state.Size, state.Root), state.Memo, out var plain) || plain.Length != SizeBytes)
        {
            throw new LedgerRefusedException("The state of the log does not open with these keys: they belong to another ledger, or the store was changed.");
        }

        return new LogMemo(
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain)),
            BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(KeyIdAt)),
            BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(PublishedAt)),
            plain[LeaptAt] != 0,
            plain[PlacesAt..]);
    }

    internal static SecretBytes KeyOf(RecorderKeys keys, string origin) =>
        keys.Ledger.Derive(Labels.LogMemo, LengthPrefixed.Of(Labels.LogMemo, origin), Seal.KeySize);

    private static byte[] ContextOf(string origin, long size, byte[] root) => LengthPrefixed.Of(Labels.LogMemo, origin, size, root);
}
