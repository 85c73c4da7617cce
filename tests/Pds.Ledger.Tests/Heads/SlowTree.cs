using Pds.Cryptography;

namespace Pds.Ledger.Tests.Heads;

/// <summary>
/// The heads tree once more, written from its definition in the README and in another way: all 256 levels, from the leaves up, with paths as
/// text. Shares nothing with <see cref="HeadsTree"/> but SHA-256.
/// </summary>
internal static class SlowTree
{
    private static readonly byte[] Empty = new byte[32];

    public static byte[] Root(IReadOnlyCollection<HeadLeaf> leaves)
    {
        var level = leaves.ToDictionary(
            leaf => string.Concat(leaf.Label.Select(part => Convert.ToString(part, 2).PadLeft(8, '0'))),
            leaf => (Count: 1, Hash: Sha256.Hash([0, .. leaf.Label, .. leaf.Value])));
        for (var depth = 255; depth >= 0; depth--)
        {
            level = level.GroupBy(node => node.Key[..depth]).ToDictionary(pair => pair.Key, pair => Join(pair.Key, pair.ToDictionary()));
        }

        return level.Count == 0 ? Empty : level[""].Hash;
    }

    private static (int Count, byte[] Hash) Join(string path, Dictionary<string, (int Count, byte[] Hash)> below)
    {
        var count = below.Values.Sum(node => node.Count);
        return count == 1
            ? below.Values.Single()
            : (count, Sha256.Hash([1, .. HashAt(below, path + "0"), .. HashAt(below, path + "1")]));
    }

    private static byte[] HashAt(Dictionary<string, (int Count, byte[] Hash)> below, string path) =>
        below.TryGetValue(path, out var node) ? node.Hash : Empty;
}
