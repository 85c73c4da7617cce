using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Pds.Web.City;

/// <summary>
/// A bar chart in numbers, for an SVG without a script: one row a month, the month on the left, the bar, its count on the right; refused attempts
/// follow the uses in the same bar. Rows and not columns, because a year of columns is too narrow to read on a small phone. What it shows stands
/// as a table beside it, so nobody needs to see it.
/// </summary>
/// <param name="Width">Of the drawing, in its own units.</param>
/// <param name="Height">Of the drawing.</param>
/// <param name="Left">Where the bars begin.</param>
/// <param name="Bars">The bars.</param>
/// <param name="Labels">The words.</param>
internal sealed record BarChart(int Width, int Height, int Left, IReadOnlyList<BarChart.Bar> Bars, IReadOnlyList<BarChart.Label> Labels)
{
    private IHtmlContent? _shapes;

    /// <summary>Bars and words as the page holds them.</summary>
    public IHtmlContent Shapes => _shapes ??= Draw();

    private const int Whole = 250;
    private const int Row = 32;
    private const int Thick = 20;
    private const int Begin = 46;
    private const int Longest = 160;
    private const int Gap = 8;

    /// <summary>One bar.</summary>
    public sealed record Bar(string Class, int X, int Y, int Width, int Height);

    /// <summary>One word, from X on.</summary>
    public sealed record Label(int X, int Y, string Text);

    /// <summary>Draws the months, the newest on top.</summary>
    public static BarChart Of(IReadOnlyList<UseMonths.Month> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var most = Math.Max(1, months.Max(month => month.Given + month.Refused));
        var (bars, labels) = (new List<Bar>(), new List<Label>());
        foreach (var (row, month) in months.Reverse().Index())
        {
            var (given, refused, top) = (Long(month.Given, most), Long(month.Refused, most), (row * Row) + ((Row - Thick) / 2));
            if (given > 0)
            {
                bars.Add(new Bar("bar", Begin, top, given, Thick));
            }

            if (refused > 0)
            {
                bars.Add(new Bar("no", Begin + given, top, refused, Thick));
            }

            var line = top + Thick - 5;
            labels.Add(new Label(0, line, string.Create(CultureInfo.InvariantCulture, $"{month.First.Month}月")));
            labels.Add(new Label(Begin + given + refused + Gap, line, (month.Given + month.Refused).ToString(CultureInfo.InvariantCulture)));
        }

        return new BarChart(Whole, months.Count * Row, Begin, bars, labels);
    }

    private IHtmlContent Draw()
    {
        var shapes = new Shapes();
        foreach (var bar in Bars)
        {
            shapes.Box(bar.Class, bar.X, bar.Y, bar.Width, bar.Height, round: 3);
        }

        foreach (var label in Labels)
        {
            shapes.Words("", label.X, label.Y, label.Text);
        }

        return shapes.ToHtml();
    }

    // What happened at all is seen: a single use beside a thousand is still four units long.
    private static int Long(int count, int most) => count == 0 ? 0 : Math.Max(4, count * Longest / most);
}
