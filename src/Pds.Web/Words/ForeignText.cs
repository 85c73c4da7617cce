using System.Globalization;
using System.Text;

namespace Pds.Web;

/// <summary>
/// Text that somebody else wrote: an organisation's name, a purpose. It may hold anything a catalogue lets through: markup, marks that turn the
/// direction of writing round (U+202E), letters without width, ten thousand characters. On a page it is clean, short, and isolated.
/// </summary>
/// <param name="Text">As it came.</param>
/// <param name="Most">At most this many characters are shown.</param>
internal sealed record ForeignText(string? Text, int Most = ForeignText.Name)
{
    /// <summary>Characters of a name that are shown.</summary>
    public const int Name = 40;

    /// <summary>Characters of a text of several sentences that are shown.</summary>
    public const int Sentences = 400;

    private const char Cut = '…';

    /// <summary>The text without control, format, surrogate-less and private characters, blanks folded, cut to <paramref name="most"/> characters.</summary>
    public static string Clean(string? text, int most = Name)
    {
        var clean = new StringBuilder();
        var (shown, blank) = (0, false);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                blank = clean.Length > 0;
                continue;
            }

            if (IsUnseen(rune))
            {
                continue;
            }

            if (shown >= most)
            {
                return clean.Append(Cut).ToString();
            }

            if (blank)
            {
                clean.Append(' ');
                blank = false;
            }

            clean.Append(rune.ToString());
            shown++;
        }

        return clean.ToString();
    }

    // A pile of combining marks paints over the lines above it; no Japanese name needs one (NFC has が and ぱ as one letter).
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
