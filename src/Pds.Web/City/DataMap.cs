using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Pds.Web.City;

/// <summary>
/// The map in numbers, for an SVG without a script: from above who wrote, her vault, and below it who received, each box with one dot for each item it
/// may have (full) or had (a ring). From top to bottom, because that is how a narrow phone is long. What it shows stands as a list below it, so nobody
/// needs to see it.
/// </summary>
/// <param name="Height">Of the drawing, in its own units; it is <see cref="Width"/> wide.</param>
/// <param name="Boxes">The boxes.</param>
/// <param name="Ways">The lines between them.</param>
/// <param name="Dots">The items.</param>
/// <param name="Labels">The words.</param>
internal sealed record DataMap(
    int Height, IReadOnlyList<DataMap.Box> Boxes, IReadOnlyList<DataMap.Way> Ways, IReadOnlyList<DataMap.Dot> Dots, IReadOnlyList<DataMap.Label> Labels)
{
    private IHtmlContent? _shapes;

    /// <summary>All of it as the page holds it.</summary>
    public IHtmlContent Shapes => _shapes ??= Draw();

    /// <summary>How wide the drawing is.</summary>
    public const int Width = 320;

    /// <summary>At most this many places are drawn on either side; the list has all.</summary>
    public const int MostPlaces = 12;

    private const int Spine = 20;
    private const int Left = 48;
    private const int Gap = 12;
    private const int SourceHeight = 38;
    private const int PlaceHeight = 58;
    private const int VaultHeight = 52;
    private const int MostDots = 11;
    private const int MostLetters = 10;
    private const int MostSourceLetters = 15;

    /// <summary>A box.</summary>
    public sealed record Box(string Class, int X, int Y, int Width, int Height);

    /// <summary>A line, as the path of an SVG.</summary>
    public sealed record Way(string Class, string Path);

    /// <summary>One item.</summary>
    public sealed record Dot(string Class, int X, int Y);

    /// <summary>Words, from X on or, where <paramref name="Class"/> says so, up to X or around it.</summary>
    public sealed record Label(string Class, int X, int Y, string Text);

    /// <summary>Draws it.</summary>
    /// <param name="sources">Who wrote into her vault, each once.</param>
    /// <param name="vault">What her vault is called.</param>
    /// <param name="places">Who received.</param>
    /// <param name="live">The word for a place where more may go.</param>
    /// <param name="over">The word for another.</param>
    public static DataMap Of(IReadOnlyList<string> sources, string vault, IReadOnlyList<DataPlace> places, string live, string over)
    {
        var (boxes, ways, dots, labels, y) = (new List<Box>(), new List<Way>(), new List<Dot>(), new List<Label>(), 1);
        foreach (var source in sources.Take(MostPlaces))
        {
            boxes.Add(new Box("box", Left, y, Width - Left - 1, SourceHeight));
            labels.Add(new Label("", Left + 12, y + 25, ForeignText.Clean(source, MostSourceLetters)));
            ways.Add(new Way("way", Text($"M{Left} {y + (SourceHeight / 2)}H{Spine}")));
            y += SourceHeight + Gap;
        }

        var top = y;
        boxes.Add(new Box("box vault", 1, y, Width - 2, VaultHeight));
        labels.Add(new Label("mid", Width / 2, y + 32, vault));
        if (sources.Count > 0)
        {
            ways.Add(new Way("way", Text($"M{Spine} {1 + (SourceHeight / 2)}V{top}")));
            ways.Add(new Way("head", Text($"M{Spine - 6} {top - 9}h12l-6 9z")));
        }

        y += VaultHeight + Gap;
        var (lastLive, lastOver) = (0, 0);
        foreach (var place in places.Take(MostPlaces))
        {
            var middle = y + (PlaceHeight / 2);
            boxes.Add(new Box(place.IsLive ? "box live" : "box over", Left, y, Width - Left - 1, PlaceHeight));
            labels.Add(new Label("", Left + 12, y + 24, ForeignText.Clean(place.Recipient, MostLetters)));
            labels.Add(new Label("end", Width - 12, y + 24, place.IsLive ? live : over));
            Draw(place, y + 42, dots, labels);
            ways.Add(new Way(place.IsLive ? "way" : "way over", Text($"M{Spine} {middle}H{Left}")));
            if (place.IsLive)
            {
                ways.Add(new Way("head", Text($"M{Left - 9} {middle - 6}v12l9 -6z")));
            }

            (lastLive, lastOver) = place.IsLive ? (middle, lastOver) : (lastLive, middle);
            y += PlaceHeight + Gap;
        }

        Down(ways, top + VaultHeight, lastLive, lastOver);
        return new DataMap(y - Gap + 1, boxes, ways, dots, labels);
    }

    private IHtmlContent Draw()
    {
        var shapes = new Shapes();
        foreach (var way in Ways)
        {
            shapes.Path(way.Class, way.Path);
        }

        foreach (var box in Boxes)
        {
            shapes.Box(box.Class, box.X, box.Y, box.Width, box.Height, round: 9);
        }

        foreach (var dot in Dots)
        {
            shapes.Dot(dot.Class, dot.X, dot.Y, radius: 7);
        }

        foreach (var label in Labels)
        {
            shapes.Words(label.Class, label.X, label.Y, label.Text);
        }

        return shapes.ToHtml();
    }

    // Places where more may go come first, so that the line is whole down to the last of them and broken below.
    private static void Down(List<Way> ways, int from, int lastLive, int lastOver)
    {
        if (lastLive > 0)
        {
            ways.Add(new Way("way", Text($"M{Spine} {from}V{lastLive}")));
        }

        if (lastOver > lastLive)
        {
            ways.Add(new Way("way over", Text($"M{Spine} {Math.Max(from, lastLive)}V{lastOver}")));
        }
    }

    private static void Draw(DataPlace place, int y, List<Dot> dots, List<Label> labels)
    {
        var (held, had) = (place.Items.Sum(item => item.Held.Count), place.Items.Sum(item => item.Gone.Count));
        foreach (var at in Enumerable.Range(0, Math.Min(held + had, MostDots)))
        {
            dots.Add(new Dot(at < held ? "dot" : "ring", Left + 20 + (at * 20), y));
        }

        if (held + had > MostDots)
        {
            labels.Add(new Label("end", Width - 8, y + 5, Text($"+{held + had - MostDots}")));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
