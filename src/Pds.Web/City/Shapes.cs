using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Pds.Web.City;

/// <summary>Shapes of a drawing as SVG writes them: made once for a drawing, however many pages show it. Words are encoded here, and nowhere else.</summary>
internal sealed class Shapes
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly StringBuilder _svg = new();

    /// <summary>A line along a path.</summary>
    public void Path(string kind, string path) => _svg.Append(Invariant, $"<path class=\"{kind}\" d=\"{path}\"/>\n");

    /// <summary>A box with round corners.</summary>
    public void Box(string kind, int x, int y, int width, int height, int round) =>
        _svg.Append(Invariant, $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>\n");

    /// <summary>A dot around a middle.</summary>
    public void Dot(string kind, int x, int y, int radius) => _svg.Append(Invariant, $"<circle class=\"{kind}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>\n");

    /// <summary>Words of whoever wrote them.</summary>
    public void Words(string kind, int x, int y, string words)
    {
        _svg.Append(kind.Length > 0 ? $"<text class=\"{kind}\"" : "<text");
        _svg.Append(Invariant, $" x=\"{x}\" y=\"{y}\">{Encoder.Encode(words)}</text>\n");
    }

    /// <summary>All of them.</summary>
    public IHtmlContent ToHtml() => new HtmlString(_svg.ToString());
}
