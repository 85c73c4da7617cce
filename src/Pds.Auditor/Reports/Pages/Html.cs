using Pds.Auditor.Exports;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Pds.Auditor.Reports.Pages;

/// <summary>
/// Writes HTML. Everything that comes from outside goes through <see cref="Text"/> or an attribute's value: made visible by <see
/// cref="Shown"/>, then escaped. Tag and attribute names are ours.
/// </summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Escape = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder page = new();

    /// <summary>True while a part is written that lies one heading deeper than where it usually stands.</summary>
    public bool IsDeeper { get; set; }

    /// <summary>An element with a content.</summary>
    public Html In(string tag, Action content, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        tag = LevelOf(tag);
        Open(tag, attributes);
        content();
        page.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>An element with a text.</summary>
    public Html In(string tag, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        tag = LevelOf(tag);
        Open(tag, attributes);
        Text(text);
        page.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>An element without content.</summary>
    public Html Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(tag, attributes);
        return this;
    }

    /// <summary>Text.</summary>
    public Html Text(string? text, int maxChars = Printable.MaxChars)
    {
        page.Append(Escape.Encode(Printable.Of(text, maxChars)));
        return this;
    }

    /// <summary>Markup of our own.</summary>
    public Html Raw(string markup)
    {
        page.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => page.ToString();

    private string LevelOf(string tag) => IsDeeper && tag == "h3" ? "h4" : tag;

    private void Open(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        page.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                page.Append(' ').Append(name).Append("=\"").Append(Escape.Encode(Printable.Of(value, 1000))).Append('"');
            }
        }

        page.Append('>');
    }
}
