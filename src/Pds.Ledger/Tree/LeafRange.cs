namespace Pds.Ledger;

/// <summary>Leaves [Start, End) whose Merkle hash a proof needs. The recursions of RFC 6962 sections 2.1.1 and 2.1.2, written as ranges.</summary>
internal readonly record struct LeafRange(long Start, long End)
{
    internal long Count => End - Start;

    /// <summary>PATH(m, D[n]): the ranges of an inclusion proof, from the leaf's sibling to the root's child.</summary>
    internal static List<LeafRange> OfInclusion(long index, long size)
    {
        List<LeafRange> fromTop = [];
        LeafRange at = new(0, size);
        while (at.Count > 1)
        {
            (LeafRange left, LeafRange right) = at.Split();
            (at, LeafRange sibling) = index < right.Start ? (left, right) : (right, left);
            fromTop.Add(sibling);
        }

        fromTop.Reverse();
        return fromTop;
    }

    /// <summary>PROOF(m, D[n]): the ranges of a consistency proof, in the order of RFC 6962.</summary>
    internal static List<LeafRange> OfConsistency(long oldSize, long newSize)
    {
        List<LeafRange> fromTop = [];
        LeafRange at = new(0, newSize);
        while (at.End != oldSize)
        {
            (LeafRange left, LeafRange right) = at.Split();
            (at, LeafRange sibling) = oldSize <= right.Start ? (left, right) : (right, left);
            fromTop.Add(sibling);
        }

        // The old root itself is known to the verifier; any other last subtree is not.
        if (at.Start != 0)
        {
            fromTop.Add(at);
        }

        fromTop.Reverse();
        return fromTop;
    }

    /// <summary>The two subtrees RFC 6962 makes of a range of at least 2 leaves.</summary>
    internal (LeafRange Left, LeafRange Right) Split()
    {
        long middle = Start + MerkleTree.LargestPowerOfTwoBelow(Count);
        return (new LeafRange(Start, middle), new LeafRange(middle, End));
    }
}
