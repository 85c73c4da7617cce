using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// A status list (draft-ietf-oauth-status-list section 4): an array of 1, 2, 4 or 8 bits an entry, packed from the least significant
/// bit of each byte, compressed with ZLIB (RFC 1950), base64url. Ours have 2 bits and 2^17 entries: 32 KiB before compression.
/// </summary>
public sealed class StatusList
{
    /// <summary>Bits of an entry in the lists we publish.</summary>
    public const int BitsOfOurs = 2;

    /// <summary>Entries in each list we publish; many, so that fetching one does not tell whom it is about.</summary>
    public const int EntriesInAList = 1 << 17;

    /// <summary>The most bytes a list may unpack to: 8 MiB, 2^23 entries of 8 bits.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private readonly byte[] entries;

    private StatusList(int bits, byte[] entries) => (Bits, this.entries) = (bits, entries);

    /// <summary>Bits of an entry: 1, 2, 4 or 8.</summary>
    public int Bits { get; }

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Length * (8 / Bits);

    /// <summary>The value of an entry, 0 to 2^bits − 1. Setting is for one thread at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry, or the value needs more bits.</exception>
    public int this[int index]
    {
        get
        {
            Require(index);
            return (entries[index * Bits / 8] >> ShiftOf(index)) & Mask;
        }

        set
        {
            Require(index);
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Mask);
            ref var place = ref entries[index * Bits / 8];
            place = (byte)((place & ~(Mask << ShiftOf(index))) | (value << ShiftOf(index)));
        }
    }

    private int Mask => (1 << Bits) - 1;

    /// <summary>One of our lists, every entry valid.</summary>
    public static StatusList CreateEmpty() => Create(BitsOfOurs, EntriesInAList);

    /// <summary>A list of zeros; a last byte that is not full counts as full.</summary>
    public static StatusList Create(int bits, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return IsWidth(bits)
            ? new StatusList(bits, new byte[((count * bits) + 7) / 8])
            : throw new ArgumentOutOfRangeException(nameof(bits), "An entry has 1, 2, 4 or 8 bits.");
    }

    /// <summary>Reads <c>lst</c> of <c>status_list</c>; canonical base64url, one whole ZLIB stream, not larger than <see cref="MaxBytes"/>.</summary>
    public static bool TryDecode(int bits, string? lst, [NotNullWhen(true)] out StatusList? list)
    {
        list = IsWidth(bits) && lst is not null && Base64Url.TryDecode(lst, out var packed) && TryInflate(packed, out var entries) && entries.Length > 0
            ? new StatusList(bits, entries)
            : null;
        return list is not null;
    }

    /// <summary>The list as <c>lst</c>, compressed as small as possible.</summary>
    public string Encode()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(entries);
        }

        return Base64Url.Encode(packed.ToArray());
    }

    private static bool IsWidth(int bits) => bits is 1 or 2 or 4 or 8;

    // A few bytes can unpack to gigabytes; reading stops one byte beyond the bound.
    private static bool TryInflate(byte[] packed, out byte[] entries)
    {
        entries = [];
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = zlib.Read(buffer)) > 0;)
            {
                if (unpacked.Length + read > MaxBytes)
                {
                    return false;
                }

                unpacked.Write(buffer, 0, read);
            }

            entries = unpacked.ToArray();

            // The platform's reader stops quietly where the bytes end; the checksum says whether the stream is whole (RFC 1950).
            return packed.Length > 6 && BinaryPrimitives.ReadUInt32BigEndian(packed.AsSpan(packed.Length - 4)) == Adler32(entries);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        // Sums stay below 2^32 for 5552 bytes at a time (RFC 1950 section 9).
        const uint modulus = 65521;
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var some = bytes[..Math.Min(bytes.Length, 5552)];
            foreach (var one in some)
            {
                a += one;
                b += a;
            }

            (a, b) = (a % modulus, b % modulus);
            bytes = bytes[some.Length..];
        }

        return (b << 16) | a;
    }

    private int ShiftOf(int index) => index * Bits % 8;

    private void Require(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }
}
