using System.Globalization;

namespace Pds.Auditor.Reports.Pages;

/// <summary>
/// Bars lying one under the other, as inline SVG: each with its name and number as text, so that nothing hangs on colour. The same numbers stand in a table
/// beside it; the chart is one picture for a screen reader, named and described.
/// </summary>
internal static class BarChart
{
    private const int Width = 360, BarHeight = 14, RowHeight = 34, GroupHeight = 22, Left = 2, Room = 84, LabelUnits = 330;

    /// <summary>Draws one.</summary>
    /// <param name="html">Where.</param>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen in it, in a sentence.</param>
    /// <param name="bars">At least one.</param>
    public static void Draw(Html html, string id, string title, string description, IReadOnlyList<Bar> bars)
    {
        var height = bars.Sum(bar => RowHeight + (bar.Group is null ? 0 : GroupHeight)) + 6;
        var longest = Math.Max(1, bars.Max(bar => bar.Figure.Length));
        html.In("svg", () =>
        {
            html.In("title", title, ("id", id + "-t"));
            html.In("desc", description, ("id", id + "-d"));
            var y = 4;
            foreach (var bar in bars)
            {
                if (bar.Group is { } group)
                {
                    y += GroupHeight;
                    html.In("text", Fit(group, 12.5), ("class", "g"), ("x", Left.ToString(CultureInfo.InvariantCulture)), ("y", Text(y - 6)));
                }

                Draw(html, bar, y, longest);
                y += RowHeight;
            }
        }, ("class", "chart"), ("role", "img"), ("aria-labelledby", $"{id}-t {id}-d"), ("viewBox", $"0 0 {Width} {height}"));
    }

    private static void Draw(Html html, Bar bar, int y, long longest)
    {
        var width = bar.Figure.Length == 0 ? 0 : Math.Max(2, (Width - Room) * (double)bar.Figure.Length / longest);
        html.In("text", Fit(bar.Label, 12), ("x", Text(Left)), ("y", Text(y + 11)));
        html.In("rect", () => { }, ("class", $"s{bar.Series}"), ("x", Text(Left)), ("y", Text(y + 16)), ("width", Text(width)), ("height", Text(BarHeight)));
        html.In("text", bar.Figure.Text, ("class", "n"), ("x", Text(Left + width + 5)), ("y", Text(y + 28)));
    }

    // A full-width character is as wide as the font is high, a half-width one a little over half of it.
    private static string Fit(string label, double fontUnits)
    {
        var (shown, used) = (Shown.Of(label), 0.0);
        for (var length = 0; length < shown.Length; length++)
        {
            used += fontUnits * (shown[length] < 0x1100 ? 0.62 : 1);
            if (used > LabelUnits)
            {
                return shown[..(length - 1)] + "…";
            }
        }

        return shown;
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
