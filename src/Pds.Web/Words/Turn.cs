using System.Globalization;

namespace Pds.Web;

/// <summary>One page of a long list, counted from its newest end, with the way to those beside it.</summary>
/// <param name="Page">Which, from 1.</param>
/// <param name="Pages">How many there are, at least 1.</param>
/// <param name="Path">The address of the list, to which the page's number is added.</param>
internal sealed record Turn(int Page, int Pages, string Path)
{
    /// <summary>Rows on one page: what a hand scrolls through without losing the place.</summary>
    public const int Rows = 12;

    /// <summary>The page asked for, or the nearest there is; the newest when what was asked for is no number.</summary>
    public static Turn Of(int rows, string? asked, string path)
    {
        var pages = Math.Max(1, (rows + Rows - 1) / Rows);
        var page = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, pages) : 1;
        return new Turn(page, pages, path);
    }

    /// <summary>Its rows of a list that has the newest first.</summary>
    public IReadOnlyList<T> Cut<T>(IReadOnlyList<T> newestFirst)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        return [.. newestFirst.Skip((Page - 1) * Rows).Take(Rows)];
    }

    /// <summary>Its rows of a list that has the oldest first, in that order.</summary>
    public IReadOnlyList<T> CutFromEnd<T>(IReadOnlyList<T> oldestFirst)
    {
        ArgumentNullException.ThrowIfNull(oldestFirst);
        var end = Math.Max(0, oldestFirst.Count - ((Page - 1) * Rows));
        return [.. oldestFirst.Take(end).Skip(Math.Max(0, end - Rows))];
    }

    /// <summary>The address of another page.</summary>
    public string Href(int page) => Path + (Path.Contains('?', StringComparison.Ordinal) ? "&turn=" : "?turn=") + page.ToString(CultureInfo.InvariantCulture);
}
