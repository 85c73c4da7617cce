using System.Globalization;

namespace Pds.Ledger;

/// <summary>A double as ECMAScript writes it (ECMA-262 Number::toString, required by RFC 8785 section 3.2.2.3).</summary>
internal static class EcmaNumber
{
    /// <exception cref="ArgumentException">Not a finite number.</exception>
    internal static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("JSON has no infinite numbers.", nameof(value));
        }

        // "E16" would not be shortest; "R" is the shortest text that reads back as the same double, in another layout.
        return value == 0 ? "0" : (value < 0 ? "-" : string.Empty) + Layout(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Layout(string shortest)
    {
        string[] parts = shortest.Split('E');
        string[] halves = parts[0].Split('.');
        string allDigits = halves[0] + (halves.Length == 2 ? halves[1] : string.Empty);
        int exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        string digits = allDigits.TrimStart('0');

        // The value is 0.digits × 10^point: ECMA-262's n, with k the number of digits.
        int point = halves[0].Length + exponent - (allDigits.Length - digits.Length);
        return Layout(digits.TrimEnd('0'), point);
    }

    private static string Layout(string digits, int point) => point switch
    {
        > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
        > 0 and <= 21 => digits.Insert(point, "."),
        > -6 and <= 0 => "0." + new string('0', -point) + digits,
        _ => (digits.Length == 1 ? digits : digits.Insert(1, ".")) + "e" + (point > 0 ? "+" : "-")
            + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture),
    };
}
