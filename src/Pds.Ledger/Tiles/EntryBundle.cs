using System.Buffers.Binary;

namespace Pds.Ledger;

/// <summary>
/// Up to 256 entries in one file (C2SP tlog-tiles): each a big-endian 2-byte length and the entry. Ours all have 33 bytes
/// (<see cref="LeafEntry"/>), so an entry starts every 35 bytes and nothing in the file tells one entry from another.
/// </summary>
public static class EntryBundle
{
    /// <summary>Bytes an entry takes, length included.</summary>
    public const int EntryBytes = LengthBytes + LeafEntry.SizeBytes;

    private const int LengthBytes = sizeof(ushort);

    /// <summary>Writes a bundle of commitments (32 bytes each).</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> commitments)
    {
        byte[] bundle = new byte[commitments.Count * EntryBytes];
        for (int i = 0; i < commitments.Count; i++)
        {
            Span<byte> place = bundle.AsSpan(i * EntryBytes, EntryBytes);
            BinaryPrimitives.WriteUInt16BigEndian(place, LeafEntry.SizeBytes);
            LeafEntry.Of(commitments[i]).CopyTo(place[LengthBytes..]);
        }

        return bundle;
    }

    /// <summary>
    /// The commitment of entry <paramref name="at"/>; false when the bytes there are no entry of ours (wrong length or version) or
    /// the bundle ends before it does.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bundle, int at, out ReadOnlySpan<byte> commitment)
    {
        commitment = default;
        if (bundle.Length < (at + 1) * EntryBytes)
        {
            return false;
        }

        ReadOnlySpan<byte> place = bundle.Slice(at * EntryBytes, EntryBytes);
        commitment = place[(LengthBytes + 1)..];
        return BinaryPrimitives.ReadUInt16BigEndian(place) == LeafEntry.SizeBytes && place[LengthBytes] == LeafEntry.Version;
    }

    /// <summary>Reads a bundle of exactly <paramref name="width"/> entries.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bundle, int width, out byte[][] commitments)
    {
        commitments = new byte[width][];
        for (int i = 0; i < width; i++)
        {
            if (!TryRead(bundle, i, out ReadOnlySpan<byte> commitment))
            {
                return false;
            }

            commitments[i] = commitment.ToArray();
        }

        return bundle.Length == width * EntryBytes;
    }
}
