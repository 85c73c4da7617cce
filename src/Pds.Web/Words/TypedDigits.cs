namespace Pds.Web;

/// <summary>Digits as they were typed from paper: blanks, hyphens and the width of a digit do not matter.</summary>
internal static class TypedDigits
{
    private const char WideZero = '\uFF10';

    /// <summary>The digits alone, at most 40.</summary>
    public static string Of(string? typed) =>
        new([.. (typed ?? "").Select(one => one is >= WideZero and <= (char)(WideZero + 9) ? (char)(one - WideZero + '0') : one).Where(char.IsAsciiDigit).Take(40)]);

    /// <summary>In fours, as a letter prints them.</summary>
    public static string InFours(string digits) => string.Join(' ', digits.Chunk(4).Select(four => new string(four)));
}
