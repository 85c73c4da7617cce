using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Compact sparse Merkle tree over the 256 bits of the labels, most significant bit first. An empty subtree is 32 zero bytes; a subtree with
/// exactly one leaf is <c>SHA-256(0x00 ‖ label ‖ value)</c>, wherever it hangs; one with more is <c>SHA-256(0x01 ‖ left ‖ right)</c>. So the
/// root is a function of the set of leaves, one label can stand in it only once, and absence can be proved. About 200 bytes a leaf in
/// memory; immutable, safe from any thread.
/// </summary>
/// <remarks>
/// Sparse Merkle trees: Dahlberg, Pulls, Peeters, "Efficient Sparse Merkle Trees" (2016); labels under a key as in CONIKS (2015), whose
/// verifiable random function is not needed here, because nobody looks up anybody but the holder of the key.
/// </remarks>
public sealed class HeadsTree
{
    /// <summary>Size of every hash, in bytes.</summary>
    public const int HashSizeBytes = 32;

    /// <summary>Bits of a label: no path is longer.</summary>
    public const int MaxDepth = 8 * HeadLeaf.SizeBytes;

    private readonly Node? top;

    private HeadsTree(Node? top, int count) => (this.top, Count) = (top, count);

    /// <summary>Number of leaves. Not public: the root does not tell it.</summary>
    public int Count { get; }

    /// <summary>The root, 32 bytes; zeros for a tree without leaves.</summary>
    public byte[] Root => [.. HashOf(top)];

    /// <summary>Makes the tree of these leaves, in any order.</summary>
    /// <exception cref="ArgumentException">A label is there twice, or a size is wrong.</exception>
    public static HeadsTree Of(IEnumerable<HeadLeaf> leaves)
    {
        var sorted = leaves.ToArray();
        if (sorted.Any(leaf => leaf.Label.Length != HeadLeaf.SizeBytes || leaf.Value.Length != HeadLeaf.SizeBytes))
        {
            throw new ArgumentException("Labels and values have 32 bytes.", nameof(leaves));
        }

        Array.Sort(sorted, static (one, other) => one.Label.AsSpan().SequenceCompareTo(other.Label));
        for (var at = 1; at < sorted.Length; at++)
        {
            if (sorted[at].Label.AsSpan().SequenceEqual(sorted[at - 1].Label))
            {
                throw new ArgumentException("Two leaves have one label.", nameof(leaves));
            }
        }

        return new HeadsTree(Build(sorted, 0), sorted.Length);
    }

    /// <summary>The root over leaves in ascending order of their labels, without keeping a tree: 32 bytes.</summary>
    /// <param name="sorted">Labels and values of 32 bytes, each label greater than the one before.</param>
    public static byte[] RootOf(ReadOnlySpan<HeadLeaf> sorted) => [.. RootOf(sorted, 0)];

    /// <summary>Proves what stands at a label: its leaf, or that there is none.</summary>
    /// <param name="label">32 bytes.</param>
    public HeadProof Prove(ReadOnlySpan<byte> label)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(label.Length, HeadLeaf.SizeBytes);
        var (node, siblings) = (top, new List<byte[]>());
        while (node is { Leaf: null })
        {
            var right = BitOf(label, siblings.Count);
            siblings.Add(HashOf(right ? node.Left : node.Right));
            node = right ? node.Right : node.Left;
        }

        return new HeadProof(siblings, node?.Leaf is { } found && !label.SequenceEqual(found.Label) ? found : null);
    }

    internal static byte[] Empty { get; } = new byte[HashSizeBytes];

    internal static byte[] HashLeaf(HeadLeaf leaf) => Hash(0, leaf.Label, leaf.Value);

    internal static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Hash(1, left, right);

    internal static bool BitOf(ReadOnlySpan<byte> label, int depth) => (label[depth / 8] & (0x80 >> (depth % 8))) != 0;

    private static byte[] HashOf(Node? node) => node?.Hash ?? Empty;

    private static byte[] RootOf(ReadOnlySpan<HeadLeaf> leaves, int depth)
    {
        if (leaves.Length < 2)
        {
            return leaves.IsEmpty ? Empty : HashLeaf(leaves[0]);
        }

        var split = FirstRight(leaves, depth);
        return HashNode(RootOf(leaves[..split], depth + 1), RootOf(leaves[split..], depth + 1));
    }

    private static Node? Build(ReadOnlySpan<HeadLeaf> leaves, int depth)
    {
        if (leaves.Length < 2)
        {
            return leaves.IsEmpty ? null : new Node(HashLeaf(leaves[0]), null, null, leaves[0]);
        }

        var split = FirstRight(leaves, depth);
        var (left, right) = (Build(leaves[..split], depth + 1), Build(leaves[split..], depth + 1));
        return new Node(HashNode(HashOf(left), HashOf(right)), left, right, null);
    }

    /// <summary>The leaves are sorted, so those with this bit set come after those without.</summary>
    private static int FirstRight(ReadOnlySpan<HeadLeaf> leaves, int depth)
    {
        var (low, high) = (0, leaves.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = BitOf(leaves[middle].Label, depth) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static byte[] Hash(byte domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> input = stackalloc byte[1 + (2 * HashSizeBytes)];
        input[0] = domain;
        first.CopyTo(input[1..]);
        second.CopyTo(input[(1 + HashSizeBytes)..]);
        return Sha256.Hash(input);
    }

    private sealed record Node(byte[] Hash, Node? Left, Node? Right, HeadLeaf? Leaf);
}
