using System.Text.RegularExpressions;

namespace Pds.Web;

/// <summary>Readings over kanji, as HTML ruby. Every kanji of our own words has one (a test says so); what organisations write has none.</summary>
internal static partial class Furigana
{
    // The longest word first: 本人確認 before 本人, 何を before 何.
    private static readonly Regex Known = new(
        string.Join('|', WebTexts.Readings.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape)), RegexOptions.CultureInvariant);

    /// <summary>The text, which is HTML already, with readings.</summary>
    public static string Over(string html) => Known.Replace(
        html, word => Kanji().Replace(word.Value, kanji => $"<ruby>{kanji.Value}<rt>{WebTexts.Readings[word.Value]}</rt></ruby>"));

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}々]+")]
    internal static partial Regex Kanji();
}
