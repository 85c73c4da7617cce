using System.Numerics;

namespace Pds.Ledger;

/// <summary>
/// The first leaf at which two trees of one log differ. Found from the top: where two subtrees have one hash everything below is equal, so
/// only one path is read, a few tiles of each view. Each step down is held against the hash above it, up to the two signed roots; so the
/// answer is what the log signed, not what a view claims.
/// </summary>
/// <param name="Index">Index of the first differing leaf.</param>
/// <param name="Left">Its leaf hash in the one tree, 32 bytes.</param>
/// <param name="Right">Its leaf hash in the other, 32 bytes.</param>
public sealed record ForkPoint(long Index, byte[] Left, byte[] Right)
{
    /// <summary>Compares the leaves both trees have; null when all of them are equal, so that the longer tree extends the shorter.</summary>
    /// <exception cref="InvalidDataException">The tiles of a view do not give its own signed root.</exception>
    /// <exception cref="IOException">A tile is missing or cannot be read now.</exception>
    public static async ValueTask<ForkPoint?> FindAsync(TreeView left, TreeView right, CancellationToken cancellationToken)
    {
        long shared = Math.Min(left.Checkpoint.Size, right.Checkpoint.Size);
        byte[] leftRoot = await left.RootAtAsync(shared, cancellationToken).ConfigureAwait(false);
        byte[] rightRoot = await right.RootAtAsync(shared, cancellationToken).ConfigureAwait(false);
        if (leftRoot.AsSpan().SequenceEqual(rightRoot))
        {
            return null;
        }

        for (long start = 0; start < shared;)
        {
            int height = BitOperations.Log2((ulong)(shared - start));
            (byte[] one, byte[] other) = await BothAsync(left, right, height, start >> height, cancellationToken).ConfigureAwait(false);
            if (!one.AsSpan().SequenceEqual(other))
            {
                return await DescendAsync(left, right, height, start >> height, (one, other), cancellationToken).ConfigureAwait(false);
            }

            start += 1L << height;
        }

        throw new InvalidDataException("A tile changed while it was compared.");
    }

    private static async ValueTask<ForkPoint> DescendAsync(
        TreeView left, TreeView right, int height, long index, (byte[] Left, byte[] Right) at, CancellationToken cancellationToken)
    {
        while (height > 0)
        {
            (height, index) = (height - 1, index * 2);
            (byte[] Left, byte[] Right) first = await BothAsync(left, right, height, index, cancellationToken).ConfigureAwait(false);
            (byte[] Left, byte[] Right) second = await BothAsync(left, right, height, index + 1, cancellationToken).ConfigureAwait(false);
            Hold(left, first.Left, second.Left, at.Left);
            Hold(right, first.Right, second.Right, at.Right);
            bool inFirst = !first.Left.AsSpan().SequenceEqual(first.Right);
            (at, index) = inFirst ? (first, index) : (second, index + 1);
        }

        return new ForkPoint(index, at.Left, at.Right);
    }

    private static async ValueTask<(byte[] Left, byte[] Right)> BothAsync(
        TreeView left, TreeView right, int height, long index, CancellationToken cancellationToken) =>
        (await left.NodeAsync(height, index, cancellationToken).ConfigureAwait(false), await right.NodeAsync(height, index, cancellationToken).ConfigureAwait(false));

    private static void Hold(TreeView view, byte[] first, byte[] second, byte[] parent)
    {
        if (!MerkleTree.NodeHash(first, second).AsSpan().SequenceEqual(parent))
        {
            throw new InvalidDataException($"The tiles of the tree of {view.Checkpoint.Size} leaves do not hash to each other.");
        }
    }
}
