namespace Pds.Ledger;

/// <summary>The full tiles used last, at most <paramref name="capacity"/> of 16 KiB each. Full tiles never change, so nothing here grows stale.</summary>
internal sealed class TileCache(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Level, long Index), LinkedListNode<((int, long) Key, TileNodes Tile)>> places = [];
    private readonly LinkedList<((int Level, long Index) Key, TileNodes Tile)> byUse = new();

    internal TileNodes? Find(int level, long index)
    {
        lock (gate)
        {
            if (!places.TryGetValue((level, index), out var node))
            {
                return null;
            }

            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Tile;
        }
    }

    internal void Put(int level, long index, TileNodes tile)
    {
        lock (gate)
        {
            if (places.ContainsKey((level, index)))
            {
                return;
            }

            places[(level, index)] = byUse.AddFirst(((level, index), tile));
            if (places.Count > capacity)
            {
                places.Remove(byUse.Last!.Value.Key);
                byUse.RemoveLast();
            }
        }
    }
}
