// One field of one record, sealed.
//   cell    = u8 format (1) ‖ u8 length ‖ sealed by (ASCII) ‖ u32 epoch, big-endian ‖ sealed message (suite byte first)
//   key     = FK_{r,c,n,f}, 32 bytes                      context = CellPlace.Context(origin, sealed by)
//   content = the field's SD-JWT disclosure (RFC 9901 section 4.2), UTF-8, exactly as the source made it
// "field-key" is the only sealer today; "inbox" is reserved for vaults whose keys the resident holds (DESIGN section 3).

using System.Buffers.Binary;
using System.Text;
using Pds.Cryptography;

namespace Pds.Vault;

/// <summary>Seals and opens single fields. Knows no rows and no policy.</summary>
public static class Cell
{
    /// <summary>The sealer this version writes and opens.</summary>
    public const string SealedByFieldKey = "field-key";

    /// <summary>The longest disclosure a cell holds, in UTF-8 bytes.</summary>
    public const int MaxContentBytes = 64 * 1024;

    private const byte Format = 1;
    private static readonly byte[] Sealer = Encoding.ASCII.GetBytes(SealedByFieldKey);
    private static readonly int HeaderBytes = 2 + Sealer.Length + sizeof(int);

    /// <summary>Seals a disclosure for its place.</summary>
    public static byte[] Close(string origin, CellPlace place, SecretBytes fieldKey, string disclosure)
    {
        var content = Encoding.UTF8.GetBytes(disclosure);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxContentBytes, nameof(disclosure));
        var message = Seal.Close(fieldKey, place.Context(origin, SealedByFieldKey), content);

        var cell = new byte[HeaderBytes + message.Length];
        cell[0] = Format;
        cell[1] = (byte)Sealer.Length;
        Sealer.CopyTo(cell, 2);
        BinaryPrimitives.WriteInt32BigEndian(cell.AsSpan(2 + Sealer.Length), place.Epoch);
        message.CopyTo(cell, HeaderBytes);
        return cell;
    }

    /// <summary>Opens a cell in its place. False for another place, another key, another sealer or any changed bit.</summary>
    public static bool TryOpen(string origin, CellPlace place, SecretBytes fieldKey, ReadOnlySpan<byte> cell, out string disclosure)
    {
        disclosure = string.Empty;
        if (!TryReadHeader(cell, out var epoch) || epoch != place.Epoch ||
            !Seal.TryOpen(fieldKey, place.Context(origin, SealedByFieldKey), cell[HeaderBytes..], out var content))
        {
            return false;
        }

        disclosure = Encoding.UTF8.GetString(content);
        return true;
    }

    /// <summary>The epoch a cell says it was sealed in. False when the header is not one this version knows.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> cell, out int epoch)
    {
        epoch = 0;
        if (cell.Length <= HeaderBytes || cell[0] != Format || cell[1] != Sealer.Length || !cell.Slice(2, Sealer.Length).SequenceEqual(Sealer))
        {
            return false;
        }

        epoch = BinaryPrimitives.ReadInt32BigEndian(cell[(2 + Sealer.Length)..]);
        return epoch >= 1;
    }

    /// <summary>What an intent pins: SHA-256 over the sealed cell, 32 bytes. Says nothing about the content.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> cell) => Sha256.Hash(cell);
}
