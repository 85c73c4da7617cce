using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// The number on a resident's letter by which the desk finds her: nine random digits and the check digit of Luhn (ISO/IEC 7812-1 annex B). It opens
/// nothing, and says nothing about anybody. Read as she says or writes it: blanks and hyphens do not matter.
/// </summary>
public readonly record struct ResidentNumber
{
    /// <summary>Digits, the check digit with them.</summary>
    public const int Digits = 10;

    private readonly string? text;

    private ResidentNumber(string text) => this.text = text;

    /// <summary>A fresh one.</summary>
    public static ResidentNumber New()
    {
        var digits = RandomDigits.Of(Digits - 1);
        return new ResidentNumber(digits + CheckOf(digits));
    }

    /// <summary>Reads one; false for another length, another sign, or a wrong check digit.</summary>
    public static bool TryParse([NotNullWhen(true)] string? typed, out ResidentNumber number)
    {
        var digits = (typed ?? "").Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        number = digits.Length == Digits && digits.All(char.IsAsciiDigit) && CheckOf(digits[..^1]) == digits[^1] ? new ResidentNumber(digits) : default;
        return number.text is not null;
    }

    /// <summary>The ten digits; empty for the default value.</summary>
    public override string ToString() => text ?? "";

    /// <summary>The check digit of Luhn over these digits.</summary>
    internal static char CheckOf(string digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[digits.Length - 1 - at] - '0';
            var counted = at % 2 == 0 ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
