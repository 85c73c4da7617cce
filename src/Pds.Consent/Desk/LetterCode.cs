using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// The code of a letter: 15 random digits and the check digit of Luhn, so that one mistyped digit is told apart from a wrong code and costs no try.
/// Digits alone, because an old hand finds them on every telephone and reads them to somebody else. 10^15 codes against five tries a day for 90
/// days: a guesser who knows the resident's number finds one with 4.5 × 10^-13.
/// </summary>
public readonly record struct LetterCode
{
    /// <summary>Digits, the check digit with them.</summary>
    public const int Digits = 16;

    private readonly string? text;

    private LetterCode(string text) => this.text = text;

    /// <summary>The sixteen digits; empty for the default value.</summary>
    public string Text => text ?? "";

    /// <summary>A fresh one.</summary>
    public static LetterCode New()
    {
        var digits = RandomDigits.Of(Digits - 1);
        return new LetterCode(digits + ResidentNumber.CheckOf(digits));
    }

    /// <summary>Reads one as typed; blanks and hyphens do not matter. False for another length, another sign, or a wrong check digit.</summary>
    public static bool TryParse([NotNullWhen(true)] string? typed, out LetterCode code)
    {
        var digits = (typed ?? "").Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        code = digits.Length == Digits && digits.All(char.IsAsciiDigit) && ResidentNumber.CheckOf(digits[..^1]) == digits[^1] ? new LetterCode(digits) : default;
        return code.text is not null;
    }

    /// <summary>
    /// Under what it rests: SHA-256 over resident number and code, base64url, as the name of a row. The recorder blinds that name under K_index, so that
    /// what is stored is a keyed hash, and whoever has the disk alone can try no code.
    /// </summary>
    public string HashWith(ResidentNumber number) =>
        Base64Url.Encode(Sha256.Hash(LengthPrefixed.Of(Labels.LetterCode, number.ToString(), Text)));

    /// <summary>It opens a resident's pages.</summary>
    public override string ToString() => nameof(LetterCode);
}
