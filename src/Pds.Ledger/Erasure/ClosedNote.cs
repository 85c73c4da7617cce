using System.Buffers.Binary;

namespace Pds.Ledger;

/// <summary>
/// The one row that says how far the bitmap of closed leaves goes: <c>i64 size ‖ i64 leaf index of the entry over it ‖ salt (32)</c>. The bits are
/// in pages beside it, 8 KiB each, a page of zeros absent. All of it moves in the transaction of the entry.
/// </summary>
/// <param name="Size">Leaves covered.</param>
/// <param name="Index">Leaf index of the <see cref="HistoryErased"/> that commits to the bitmap.</param>
/// <param name="Salt">Of the bitmap, 32 bytes.</param>
internal sealed record ClosedNote(long Size, long Index, byte[] Salt)
{
    /// <summary>Bytes of bits in a page.</summary>
    internal const int PageBytes = 8 * 1024;

    private const string Prefix = "closed-leaves/";
    private const int IndexAt = sizeof(long);
    private const int SaltAt = IndexAt + sizeof(long);

    internal static RowKey Key { get; } = new(Table.ServerFacts, Prefix + "note");

    /// <summary>True for this row and the pages: the recorder's own.</summary>
    internal static bool Owns(RowKey key) => key.Table == Table.ServerFacts && key.Key.StartsWith(Prefix, StringComparison.Ordinal);

    internal static RowKey PageKey(long page) =>
        new(Table.ServerFacts, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{page:d8}"));

    internal byte[] ToBytes()
    {
        var bytes = new byte[SaltAt + ClosedLeaves.SaltBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IndexAt), Index);
        Salt.CopyTo(bytes, SaltAt);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The row is not what this program writes.</exception>
    internal static ClosedNote FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SaltAt + ClosedLeaves.SaltBytes
        ? new ClosedNote(
            BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[IndexAt..]), bytes[SaltAt..].ToArray())
        : throw new InvalidDataException("The note of the closed leaves has another size.");
}
