namespace Pds.Ledger;

/// <summary>
/// What stands at a label of a <see cref="HeadsTree"/>: the hashes beside the path from the root down to where the label's subtree holds one
/// leaf or none, at most 256, 32 bytes each. Under one root a label has at most one value that verifies, and none when its absence does:
/// leaf and inner hashes begin with different bytes, and the path is the label itself.
/// </summary>
/// <param name="Siblings">From the root down.</param>
/// <param name="Other">The lone leaf of another label found there; null when the label's own leaf or nothing is.</param>
public sealed record HeadProof(IReadOnlyList<byte[]> Siblings, HeadLeaf? Other)
{
    /// <summary>Whether this leaf is in the tree with this root.</summary>
    public bool Includes(HeadLeaf leaf, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return Other is null && IsWellFormed(leaf) && Climb(leaf.Label, HeadsTree.HashLeaf(leaf)).AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether no leaf with this label is in the tree with this root.</summary>
    public bool Excludes(byte[] label, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.Length == HeadLeaf.SizeBytes
            && (Other is null ? HasShape() : IsWellFormed(Other) && SharesPath(label, Other.Label))
            && Climb(label, Other is null ? HeadsTree.Empty : HeadsTree.HashLeaf(Other)).AsSpan().SequenceEqual(root);
    }

    /// <summary>The number of hashes only.</summary>
    public override string ToString() => $"HeadProof({Siblings.Count})";

    private bool IsWellFormed(HeadLeaf leaf) =>
        leaf.Label.Length == HeadLeaf.SizeBytes && leaf.Value.Length == HeadLeaf.SizeBytes && HasShape();

    // A last sibling that is empty would mean that the subtree above held one leaf or none: the path ends there and has one form only.
    private bool HasShape() =>
        Siblings.Count <= HeadsTree.MaxDepth
        && Siblings.All(hash => hash.Length == HeadsTree.HashSizeBytes)
        && (Siblings.Count == 0 || !Siblings[^1].AsSpan().SequenceEqual(HeadsTree.Empty));

    private bool SharesPath(byte[] label, byte[] other)
    {
        for (var depth = 0; depth < Siblings.Count; depth++)
        {
            if (HeadsTree.BitOf(label, depth) != HeadsTree.BitOf(other, depth))
            {
                return false;
            }
        }

        return !label.AsSpan().SequenceEqual(other);
    }

    private byte[] Climb(byte[] label, byte[] hash)
    {
        for (var depth = Siblings.Count - 1; depth >= 0; depth--)
        {
            hash = HeadsTree.BitOf(label, depth) ? HeadsTree.HashNode(Siblings[depth], hash) : HeadsTree.HashNode(hash, Siblings[depth]);
        }

        return hash;
    }
}
