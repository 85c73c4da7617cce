using Pds.Auditor.Exports;
using System.Globalization;

namespace Pds.Auditor.Reports.Pages;

/// <summary>
/// Bars lying one under the other, as inline SVG: each with its name and number as text, so that nothing hangs on colour. The same
/// numbers stand in a table beside it; the chart is one picture for a screen reader, named and described.
/// </summary>
internal static class BarChart
{
    private const int Width = 360, BarHeight = 12, LabelHeight = 17, Gap = 5, Left = 2, RoomForNumber = 60, RoomForName = 100, LabelUnits = 340;

    /// <summary>Draws one.</summary>
    /// <param name="html">Where.</param>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen in it, in a sentence.</param>
    /// <param name="bars">At least one.</param>
    public static void Draw(Html html, string id, string title, string description, IReadOnlyList<Bar> bars)
    {
        var height = bars.Sum(bar => HeadOf(bar, bars) is null ? BarHeight + Gap : LabelHeight + BarHeight + Gap) + Gap;
        var longest = Math.Max(1, bars.Max(bar => bar.Figure.Length));
        html.In("svg", () =>
        {
            html.In("title", title, ("id", id + "-t"));
            html.In("desc", description, ("id", id + "-d"));
            var y = 0;
            foreach (var bar in bars)
            {
                if (HeadOf(bar, bars) is { } head)
                {
                    y += LabelHeight;
                    html.In("text", Fit(head, 12.5), ("class", bar.Group is null ? null : "g"), ("x", Text(Left)), ("y", Text(y - 3)));
                }

                Draw(html, bar, y, longest, bars[0].Group is not null);
                y += BarHeight + Gap;
            }
        }, ("class", "chart"), ("role", "img"), ("aria-labelledby", $"{id}-t {id}-d"), ("viewBox", $"0 0 {Width} {height}"));
    }

    // In a chart of groups a bar's name stands behind its number, under the group's name; in a plain one it stands above the bar.
    private static string? HeadOf(Bar bar, IReadOnlyList<Bar> bars) => bars[0].Group is null ? bar.Label : bar.Group;

    private static void Draw(Html html, Bar bar, int y, long longest, bool grouped)
    {
        var most = Width - (grouped ? RoomForName : RoomForNumber);
        var width = bar.Figure.Length == 0 ? 0 : Math.Max(2, most * (double)bar.Figure.Length / longest);
        html.In("rect", () => { }, ("class", $"s{bar.Series}"), ("x", Text(Left)), ("y", Text(y)), ("width", Text(width)), ("height", Text(BarHeight)));
        html.In("text", grouped ? $"{bar.Figure.Text} {bar.Label}" : bar.Figure.Text, ("class", "n"), ("x", Text(Left + width + 5)), ("y", Text(y + 10.5)));
    }

    // A full-width character is as wide as the font is high, a half-width one a little over half of it.
    private static string Fit(string label, double fontUnits)
    {
        var (shown, used) = (Printable.Of(label), 0.0);
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
