using System.Globalization;
using System.Text;

namespace Pds.Auditor.Exports;

/// <summary>
/// Foreign text as it may be shown: names and sentences come from strangers. What cannot be seen or turns the reading direction (Unicode
/// categories Cc, Cf, Co, Cn, Zl, Zp, lone surrogates) is written out as its number, and a long text is cut, saying how long it was.
/// </summary>
internal static class Printable
{
    /// <summary>The longest text shown, in UTF-16 units.</summary>
    public const int MaxChars = 300;

    /// <summary>The text, safe to look at; still to be escaped for where it goes.</summary>
    public static string Of(string? text, int maxChars = MaxChars)
    {
        if (text is null)
        {
            return "";
        }

        var shown = new StringBuilder(Math.Min(text.Length, maxChars) + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxChars)
            {
                return shown.Append(CultureInfo.InvariantCulture, $"…（{text.Length}）").ToString();
            }

            _ = IsSeen(rune) ? shown.Append(rune.ToString()) : shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
        }

        return shown.ToString();
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value != Rune.ReplacementChar.Value;
}
