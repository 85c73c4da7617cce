using System.Buffers.Binary;

namespace Pds.Ledger;

/// <summary>
/// The one row that says which epoch was entered last and where: <c>i64 epoch ‖ i64 index ‖ u32 seconds</c>. It moves by compare-and-swap in
/// the transaction that enters the heads, so no epoch is entered twice, whatever a crash left unknown.
/// </summary>
internal sealed record HeadsNote(long Epoch, long Index, int Seconds)
{
    private const int IndexAt = sizeof(long);
    private const int SecondsAt = IndexAt + sizeof(long);
    private const int SizeBytes = SecondsAt + sizeof(int);

    internal static RowKey Key { get; } = new(Table.ServerFacts, "heads");

    internal byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Epoch);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IndexAt), Index);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SecondsAt), Seconds);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The row is not what this program writes.</exception>
    internal static HeadsNote FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SizeBytes
        ? new HeadsNote(
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            BinaryPrimitives.ReadInt64BigEndian(bytes[IndexAt..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[SecondsAt..]))
        : throw new InvalidDataException("The note of the last epoch has another size.");
}
