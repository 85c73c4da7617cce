namespace Pds.Ledger;

/// <summary>
/// Letters, digits and signs as a Japanese keyboard writes them (U+FF01 to U+FF5E, and the wide space U+3000) as the ASCII they stand for; everything else as it
/// is. Written out, because the platform's normalization does nothing to them where it runs without culture data, as this does.
/// </summary>
public static class HalfWidth
{
    private const char First = '\uFF01';
    private const char Last = '\uFF5E';
    private const int Shift = First - '!';
    private const char WideSpace = '\u3000';

    /// <summary>The same text in half width; empty for null.</summary>
    public static string Of(string? typed) => string.Create(typed?.Length ?? 0, typed, static (narrow, wide) =>
    {
        for (var at = 0; at < narrow.Length; at++)
        {
            narrow[at] = wide![at] switch
            {
                WideSpace => ' ',
                >= First and <= Last and var one => (char)(one - Shift),
                var one => one,
            };
        }
    });
}
