using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Which leaves of the log nobody can open any more, for the whole log at once: one bit a leaf, and nothing of whose they were. Bytes:
/// <c>"pds/closed-leaves/v1\n" ‖ salt (32) ‖ bits</c>, the bit of leaf i being bit i mod 8 (lowest first) of byte ⌊i/8⌋, ⌈size/8⌉ bytes, bits
/// behind the last leaf zero. SHA-256 over all of it stands in the entry <see cref="HistoryErased"/> made last: the salt is fresh each
/// time, so that entries alone do not tell which few leaves were closed between two of them.
/// </summary>
public sealed class ClosedLeaves
{
    /// <summary>The salt, in bytes.</summary>
    public const int SaltBytes = 32;

    /// <summary>The most leaves a bitmap covers: 2^30, a file of 128 MiB.</summary>
    public const long MaxSize = 1L << 30;

    private static readonly byte[] Label = Encoding.ASCII.GetBytes(Labels.ClosedLeaves + "\n");
    private static readonly int BitsAt = Label.Length + SaltBytes;

    private readonly byte[] bytes;

    private ClosedLeaves(byte[] bytes, long size)
    {
        (this.bytes, Size) = (bytes, size);
        Count = bytes.AsSpan(BitsAt).ToArray().Sum(some => (long)BitOperations.PopCount(some));
    }

    /// <summary>Leaves covered: those below this index.</summary>
    public long Size { get; }

    /// <summary>Leaves closed.</summary>
    public long Count { get; }

    /// <summary>The bytes, as exported.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>SHA-256 of the bytes, 32 bytes.</summary>
    public byte[] Digest => Sha256.Hash(bytes);

    /// <summary>The longest file, in bytes.</summary>
    public static int MaxBytes => BitsAt + (int)(MaxSize / 8);

    /// <summary>True when nobody can open this leaf any more.</summary>
    public bool Contains(long index) => index >= 0 && index < Size && (bytes[BitsAt + (int)(index / 8)] & (1 << (int)(index % 8))) != 0;

    /// <summary>Reads the bytes; false for another label, another length than the size asks for, or a bit behind the last leaf.</summary>
    /// <param name="bytes">As exported.</param>
    /// <param name="size">Leaves it must cover: what the entry that commits to it says.</param>
    /// <param name="closed">The bitmap.</param>
    public static bool TryRead(byte[]? bytes, long size, [NotNullWhen(true)] out ClosedLeaves? closed)
    {
        closed = null;
        if (bytes is null || size is < 0 or > MaxSize || bytes.Length != BitsAt + BitBytes(size) || !bytes.AsSpan().StartsWith(Label))
        {
            return false;
        }

        closed = size % 8 == 0 || bytes[^1] >> (int)(size % 8) == 0 ? new ClosedLeaves(bytes, size) : null;
        return closed is not null;
    }

    /// <summary>A bitmap of bits as the store keeps them.</summary>
    internal static ClosedLeaves Of(ReadOnlySpan<byte> salt, long size, ReadOnlySpan<byte> bits) =>
        new([.. Label, .. salt, .. bits[..BitBytes(size)]], size);

    /// <summary>Bytes that the bits of this many leaves take.</summary>
    internal static int BitBytes(long size) => (int)((size + 7) / 8);

    /// <summary>The bits only.</summary>
    internal ReadOnlySpan<byte> Bits => bytes.AsSpan(BitsAt);
}
