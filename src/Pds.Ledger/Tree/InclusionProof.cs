namespace Pds.Ledger;

/// <summary>
/// Shows that the leaf at <paramref name="Index"/> is in the tree of <paramref name="Size"/> leaves (RFC 6962 section 2.1.1;
/// verified as RFC 9162 section 2.1.3.2 says).
/// </summary>
/// <param name="Index">Zero-based place of the leaf.</param>
/// <param name="Size">Number of leaves of the tree.</param>
/// <param name="Path">32-byte hashes, from the leaf's sibling up to the root's child; at most 63.</param>
public sealed record InclusionProof(long Index, long Size, IReadOnlyList<byte[]> Path)
{
    /// <summary>Hashes a path can hold at most, for a tree of 2^63 leaves.</summary>
    public const int MaxPathLength = 63;

    /// <summary>
    /// True when the leaf hash (32 bytes) and this path give exactly <paramref name="root"/>. Wrong lengths are false, never an error.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> leafHash, ReadOnlySpan<byte> root)
    {
        if (Index < 0 || Index >= Size || leafHash.Length != MerkleTree.HashBytes)
        {
            return false;
        }

        (long at, long last) = (Index, Size - 1);
        Span<byte> hash = stackalloc byte[MerkleTree.HashBytes];
        leafHash.CopyTo(hash);
        foreach (byte[] sibling in Path)
        {
            if (last == 0 || sibling.Length != MerkleTree.HashBytes)
            {
                return false;
            }

            if ((at & 1) == 1 || at == last)
            {
                MerkleTree.NodeHash(sibling, hash, hash);

                // A lone node on the right edge rises through the levels where it has no sibling.
                while ((at & 1) == 0 && at != 0)
                {
                    (at, last) = (at >> 1, last >> 1);
                }
            }
            else
            {
                MerkleTree.NodeHash(hash, sibling, hash);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && hash.SequenceEqual(root);
    }

    /// <summary>Builds the proof from all leaf hashes, as RFC 6962 defines it: the reference for <see cref="LogTree"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the number of leaves.</exception>
    public static InclusionProof Build(ReadOnlySpan<byte[]> leafHashes, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Length);
        return new InclusionProof(index, leafHashes.Length, MerkleTree.Roots(leafHashes, LeafRange.OfInclusion(index, leafHashes.Length)));
    }
}
