using System.Globalization;

namespace Pds.Web.City;

/// <summary>
/// A bar chart in numbers, for an SVG without a script: bars of uses with the refused ones on top, the count above, the month below. What it
/// shows stands as a table beside it, so nobody needs to see it.
/// </summary>
internal sealed record BarChart(int Width, int Height, int Base, IReadOnlyList<BarChart.Bar> Bars, IReadOnlyList<BarChart.Label> Labels)
{
    private const int Column = 56;
    private const int Gap = 14;
    private const int Top = 26;
    private const int Tallest = 120;
    private const int Foot = 26;

    /// <summary>One bar.</summary>
    public sealed record Bar(string Class, int X, int Y, int Width, int Height);

    /// <summary>One word, centred at X.</summary>
    public sealed record Label(int X, int Y, string Text);

    /// <summary>Draws the months.</summary>
    public static BarChart Of(IReadOnlyList<UseMonths.Month> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var most = Math.Max(1, months.Max(month => month.Given + month.Refused));
        var floor = Top + Tallest;
        var (bars, labels) = (new List<Bar>(), new List<Label>());
        for (var i = 0; i < months.Count; i++)
        {
            var (month, left) = (months[i], (i * Column) + (Gap / 2));
            var (given, refused) = (Tall(month.Given, most), Tall(month.Refused, most));
            if (given > 0)
            {
                bars.Add(new Bar("bar", left, floor - given, Column - Gap, given));
            }

            if (refused > 0)
            {
                bars.Add(new Bar("no", left, floor - given - refused, Column - Gap, refused));
            }

            var centre = (i * Column) + (Column / 2);
            labels.Add(new Label(centre, floor - given - refused - 8, (month.Given + month.Refused).ToString(CultureInfo.InvariantCulture)));
            labels.Add(new Label(centre, floor + 20, string.Create(CultureInfo.InvariantCulture, $"{month.First.Month}月")));
        }

        return new BarChart(months.Count * Column, floor + Foot, floor, bars, labels);
    }

    // What happened at all is seen: a single use beside a thousand is still four pixels high.
    private static int Tall(int count, int most) => count == 0 ? 0 : Math.Max(4, count * Tallest / most);
}
