using System.Text;

namespace Pds.Ledger;

/// <summary>
/// Where a tile or an entry bundle is published (C2SP tlog-tiles): <c>tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]</c>, bundles under
/// <c>tile/entries/</c>. The index is written in groups of three digits, all but the last with an <c>x</c> in front.
/// </summary>
/// <param name="Level">0 to 7, or <see cref="Entries"/>.</param>
/// <param name="Index">Place within the level, from 0.</param>
/// <param name="Width">Hashes or entries in it: 256 when full, 1 to 255 when partial.</param>
public readonly record struct TilePath(int Level, long Index, int Width)
{
    /// <summary>The level that stands for entry bundles.</summary>
    public const int Entries = -1;

    /// <summary>The directory all of them are in.</summary>
    public const string Root = "tile";

    /// <summary>Levels a tree of 2^63 leaves can have.</summary>
    public const int MaxLevels = 8;

    private const int Group = 1000;
    private const int MaxGroups = 6;
    private const string PartialMark = ".p/";

    /// <summary>True when it can never change again.</summary>
    public bool IsFull => Width == FullTile.Width;

    /// <summary>The level that holds what this file holds: a bundle has the shape of level 0.</summary>
    public int TreeLevel => Math.Max(Level, 0);

    /// <summary>Bytes its file must have.</summary>
    public int FileBytes => Width * (Level == Entries ? EntryBundle.EntryBytes : MerkleTree.HashBytes);

    /// <summary>Full tiles of a level in a tree of a size.</summary>
    public static long FullCount(int level, long size) => level >= MaxLevels - 1 ? 0 : size >> (TileNodes.Height * (level + 1));

    /// <summary>Width of the partial tile of a level in a tree of a size; 0 when there is none.</summary>
    public static int PartialWidth(int level, long size) => (int)((size >> (TileNodes.Height * level)) & (FullTile.Width - 1));

    /// <summary>Reads the exact path with forward slashes; every other spelling is refused.</summary>
    public static bool TryParse(string? path, out TilePath tile)
    {
        tile = default;
        if (path?.Split(PartialMark) is not [var place, .. { Length: <= 1 } rest]
            || place.Split('/') is not [Root, var level, .. { Length: >= 1 and <= MaxGroups } groups]
            || !TryParseLevel(level, out int parsedLevel)
            || !TryParseWidth(rest, out int width))
        {
            return false;
        }

        long index = 0;
        foreach (string group in groups)
        {
            index = (index * Group) + (int.TryParse(group.TrimStart('x'), out int digits) ? digits : 0);
        }

        // Whatever was read leniently above is caught here: only one text is a tile's path.
        tile = new TilePath(parsedLevel, index, width);
        return tile.ToString() == path;
    }

    /// <summary>The path below the log's directory or URL prefix.</summary>
    public override string ToString()
    {
        StringBuilder index = new($"{Index % Group:d3}");
        for (long rest = Index / Group; rest > 0; rest /= Group)
        {
            index.Insert(0, $"x{rest % Group:d3}/");
        }

        string level = Level == Entries ? "entries" : DecimalText.Of(Level);
        return $"{Root}/{level}/{index}" + (IsFull ? string.Empty : PartialMark + DecimalText.Of(Width));
    }

    private static bool TryParseLevel(string text, out int level)
    {
        bool entries = text == "entries";
        level = Entries;
        return entries || (int.TryParse(text, out level) && level is >= 0 and < MaxLevels);
    }

    private static bool TryParseWidth(string[] rest, out int width)
    {
        width = FullTile.Width;
        return rest.Length == 0 || (int.TryParse(rest[0], out width) && width is >= 1 and < FullTile.Width);
    }
}
