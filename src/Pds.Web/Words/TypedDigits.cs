using Pds.Ledger;

namespace Pds.Web;

/// <summary>Digits as they were typed from paper: blanks, hyphens and the width of a digit do not matter.</summary>
internal static class TypedDigits
{
    /// <summary>The digits alone, at most 40.</summary>
    public static string Of(string? typed) =>
        new([.. HalfWidth.Of(typed).Where(char.IsAsciiDigit).Take(40)]);

    /// <summary>In fours, as a letter prints them.</summary>
    public static string InFours(string digits) => string.Join(' ', digits.Chunk(4).Select(four => new string(four)));
}
