using Pds.Auditor.Exports;
namespace Pds.Auditor.Reports.Tables;

/// <summary>
/// A text as a cell that no spreadsheet program turns into something else. A formula (first character <c>= + - @</c>, TAB, CR, also their
/// full-width forms) would be run, and what looks like a number, date or truth value would lose zeros or become another day: both get an
/// apostrophe in front, and so does a text that begins with one, so that taking one apostrophe away always gives back the text.
/// </summary>
internal static class Cell
{
    private const string Formula = "=+-@\t\r\n＝＋－＠|%";
    private const string OfNumbers = "0123456789０１２３４５６７８９.,:/-+ eE%¥$年月日時分秒";

    /// <summary>The cell's text.</summary>
    public static string Of(string? text)
    {
        var shown = Printable.Of(text, maxChars: 2000);
        return IsTaken(text ?? "") || IsTaken(shown) ? "'" + shown : shown;
    }

    private static bool IsTaken(string text) =>
        text.Length > 0 && (text[0] == '\'' || Formula.Contains(text[0], StringComparison.Ordinal) || LooksLikeValue(text));

    private static bool LooksLikeValue(string text) =>
        (text.Any(char.IsDigit) && text.All(c => OfNumbers.Contains(c, StringComparison.Ordinal)))
        || bool.TryParse(text, out _)
        || text[0] == ' ';
}
