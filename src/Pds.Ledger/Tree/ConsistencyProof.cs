using System.Numerics;

namespace Pds.Ledger;

/// <summary>
/// Shows that the tree of <paramref name="NewSize"/> leaves extends the tree of <paramref name="OldSize"/> leaves and changed none
/// of them (RFC 6962 section 2.1.2; verified as RFC 9162 section 2.1.4.2 says).
/// </summary>
/// <param name="OldSize">Leaves of the older tree, at least 1: every tree extends the empty one, so size 0 proves nothing and is refused.</param>
/// <param name="NewSize">Leaves of the newer tree.</param>
/// <param name="Path">32-byte hashes in RFC 6962 order; empty when the sizes are equal.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, IReadOnlyList<byte[]> Path)
{
    /// <summary>True when the path joins exactly these two roots (32 bytes each). Wrong lengths are false, never an error.</summary>
    public bool Verify(ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot)
    {
        if (OldSize < 1 || OldSize > NewSize || oldRoot.Length != MerkleTree.HashBytes || newRoot.Length != MerkleTree.HashBytes)
        {
            return false;
        }

        if (OldSize == NewSize)
        {
            return Path.Count == 0 && oldRoot.SequenceEqual(newRoot);
        }

        // A power of two is a complete subtree of the newer tree, so the path leaves its hash out: it is the old root itself.
        bool oldRootStarts = BitOperations.IsPow2(OldSize);
        return Path.All(hash => hash.Length == MerkleTree.HashBytes)
            && (oldRootStarts ? Climb(oldRoot, 0, oldRoot, newRoot) : Path.Count > 0 && Climb(Path[0], 1, oldRoot, newRoot));
    }

    /// <summary>Builds the proof from all leaf hashes of the newer tree: the reference for <see cref="LogTree"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 ≤ oldSize ≤ number of leaves.</exception>
    public static ConsistencyProof Build(ReadOnlySpan<byte[]> leafHashes, long oldSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, leafHashes.Length);
        return new ConsistencyProof(
            oldSize, leafHashes.Length, MerkleTree.Roots(leafHashes, LeafRange.OfConsistency(oldSize, leafHashes.Length)));
    }

    private bool Climb(ReadOnlySpan<byte> start, int next, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot)
    {
        int rise = BitOperations.TrailingZeroCount(OldSize);
        (long at, long last) = ((OldSize - 1) >> rise, (NewSize - 1) >> rise);
        Span<byte> oldHash = stackalloc byte[MerkleTree.HashBytes], newHash = stackalloc byte[MerkleTree.HashBytes];
        start.CopyTo(oldHash);
        start.CopyTo(newHash);
        for (; next < Path.Count; next++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((at & 1) == 1 || at == last)
            {
                MerkleTree.NodeHash(Path[next], oldHash, oldHash);
                MerkleTree.NodeHash(Path[next], newHash, newHash);
                while ((at & 1) == 0 && at != 0)
                {
                    (at, last) = (at >> 1, last >> 1);
                }
            }
            else
            {
                MerkleTree.NodeHash(newHash, Path[next], newHash);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && oldHash.SequenceEqual(oldRoot) && newHash.SequenceEqual(newRoot);
    }
}
