using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Pds.Web;

/// <summary>
/// The words as a page writes them: with readings where the resident wants them, and with everything that somebody else wrote, such as an
/// organisation's name, cleaned, cut and isolated (<see cref="ForeignText"/>).
/// </summary>
internal sealed class Words(HtmlEncoder encoder, Preferences preferences)
{
    // Our own sentences as markup, without and with readings: as many as there are keys.
    private static readonly ConcurrentDictionary<string, HtmlString> Bare = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, HtmlString> Read = new(StringComparer.Ordinal);

    // A list names the same few organisations and purposes on each of its rows. It lives as long as the page.
    private readonly Dictionary<(string, int), HtmlString> _foreign = [];

    /// <summary>The sentence, for markup.</summary>
    public IHtmlContent this[string key] => Sentence(key);

    /// <summary>The sentence, for titles and attributes.</summary>
    public string Plain(string key, params object?[] parts) => WebTexts.Pages.Format(key, parts);

    /// <summary>The sentence with its places filled in; text of others is isolated, numbers and our own words are not.</summary>
    public IHtmlContent Format(string key, params object?[] parts) => new HtmlString(string.Format(
        CultureInfo.InvariantCulture, Sentence(key).Value!, [.. parts.Select(part => (object?)Part(part))]));

    /// <summary>Text that somebody else wrote.</summary>
    public IHtmlContent Foreign(string? text, int most = ForeignText.Name)
    {
        var key = (text ?? "", most);
        return _foreign.TryGetValue(key, out var known) ? known : _foreign[key] = new HtmlString(Isolated(text, most));
    }

    private string Part(object? part) => part switch
    {
        ForeignText foreign => Isolated(foreign.Text, foreign.Most),
        IHtmlContent html => Written(html),
        string own => encoder.Encode(own),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private string Isolated(string? text, int most) => "<bdi>" + encoder.Encode(ForeignText.Clean(text, most)) + "</bdi>";

    // Our own resources hold no markup: everything is encoded first, and only then do readings become ruby. A key that is missing throws here.
    private HtmlString Sentence(string key) => preferences.Furigana
        ? Read.GetOrAdd(key, static (one, writer) => new HtmlString(Furigana.Over(writer.Encode(WebTexts.Pages[one]))), encoder)
        : Bare.GetOrAdd(key, static (one, writer) => new HtmlString(writer.Encode(WebTexts.Pages[one])), encoder);

    private string Written(IHtmlContent html)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        html.WriteTo(writer, encoder);
        return writer.ToString();
    }
}
