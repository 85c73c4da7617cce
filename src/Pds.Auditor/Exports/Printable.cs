using System.Globalization;

namespace Pds.Auditor.Exports;

/// <summary>Words of strangers as they can be shown: control characters write into the reader's terminal, and direction marks turn a line around.</summary>
internal static class Printable
{
    private const int MaxChars = 200;

    /// <summary>The text with <c>?</c> in the place of what does not show, cut at 200 characters.</summary>
    public static string Of(string text) => string.Concat(text.Take(MaxChars).Select(c => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        ? '?' : c));
}
