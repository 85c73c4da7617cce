using System.Buffers.Binary;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>C of a leaf as a key: its 32 bytes, without an object for each.</summary>
internal readonly record struct LeafKey(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>32 zero bytes: what stands at the start of a chain in the place of the entry before.</summary>
    public static LeafKey None { get; }

    /// <summary>Of 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static LeafKey Of(ReadOnlySpan<byte> commitment)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(commitment.Length, Commitment.SizeBytes);
        return new LeafKey(
            BinaryPrimitives.ReadUInt64BigEndian(commitment),
            BinaryPrimitives.ReadUInt64BigEndian(commitment[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(commitment[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(commitment[24..]));
    }
}
