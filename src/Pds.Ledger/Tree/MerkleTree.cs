using System.Numerics;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The tree of RFC 6962 section 2.1 over SHA-256, as pure functions. A hash is 32 bytes. Leaves and nodes are hashed under
/// different first bytes, so that no node can be passed off as an entry.
/// </summary>
public static class MerkleTree
{
    /// <summary>Size of every hash, in bytes.</summary>
    public const int HashBytes = 32;

    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int MaxStackEntryBytes = 255;

    /// <summary>The root of a tree without entries: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => Sha256.Hash([]);

    /// <summary>SHA-256(0x00 ‖ entry).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        Span<byte> input = entry.Length <= MaxStackEntryBytes ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        input[0] = LeafPrefix;
        entry.CopyTo(input[1..]);
        return Sha256.Hash(input);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right), both 32 bytes.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        byte[] hash = new byte[HashBytes];
        NodeHash(left, right, hash);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right) into <paramref name="destination"/>, which may be one of the inputs.</summary>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[1 + (2 * HashBytes)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashBytes)..]);
        Sha256.Hash(input, destination);
    }

    /// <summary>MTH over leaf hashes, exactly as RFC 6962 defines it: slow, obvious, and what everything faster is tested against.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leafHashes)
    {
        if (leafHashes.Length <= 1)
        {
            return leafHashes.IsEmpty ? EmptyRoot() : [.. leafHashes[0]];
        }

        int split = (int)LargestPowerOfTwoBelow(leafHashes.Length);
        return NodeHash(Root(leafHashes[..split]), Root(leafHashes[split..]));
    }

    /// <summary>The Merkle hashes of these ranges of leaves.</summary>
    internal static byte[][] Roots(ReadOnlySpan<byte[]> leafHashes, List<LeafRange> ranges)
    {
        byte[][] roots = new byte[ranges.Count][];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = Root(leafHashes[(int)ranges[i].Start..(int)ranges[i].End]);
        }

        return roots;
    }

    /// <summary>The k of RFC 6962: the largest power of two smaller than <paramref name="size"/> (at least 2).</summary>
    internal static long LargestPowerOfTwoBelow(long size) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(size - 1)));
}
