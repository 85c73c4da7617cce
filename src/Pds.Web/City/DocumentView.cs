using System.Text.Json;
using Pds.Client;

namespace Pds.Web.City;

/// <summary>A consent document as a person reads it: all that is shown, read out of the very bytes that are agreed to.</summary>
/// <param name="Purpose">The purpose's name.</param>
/// <param name="Paragraphs">Headings and sentences, in the document's order.</param>
internal sealed record DocumentView(string Purpose, IReadOnlyList<(string Heading, string Text)> Paragraphs)
{
    /// <summary>Reads the document.</summary>
    public static DocumentView Of(ShownDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var json = JsonDocument.Parse(document.Bytes);
        var root = json.RootElement;
        return new DocumentView(root.GetProperty("purpose").GetProperty("name_ja").GetString()!, ParagraphsOf(root));
    }

    /// <summary>What any document shows, out of its exact bytes.</summary>
    public static IReadOnlyList<(string Heading, string Text)> ParagraphsOf(byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        return ParagraphsOf(json.RootElement);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(DocumentView);

    private static List<(string Heading, string Text)> ParagraphsOf(JsonElement root) =>
        [.. root.GetProperty("shown").GetProperty("paragraphs").EnumerateArray().Select(part => (part.GetProperty("heading").GetString()!, part.GetProperty("text").GetString()!))];
}
