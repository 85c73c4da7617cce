namespace Pds.Consent;

/// <summary>The one grammar of catalogue codes: 3 to 64 of <c>[a-z0-9-]</c>, and <c>code@version</c> with a version from 1 to 9999.</summary>
internal static class CatalogueCode
{
    private const int MaxVersion = 9999;

    internal static bool IsWellFormed(string? text) =>
        text is { Length: >= 3 and <= 64 } && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    internal static bool TrySplit(string? text, out string code, out int version)
    {
        (code, version) = ("", 0);
        var at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0 || !IsWellFormed(text![..at]) || !TryVersion(text.AsSpan(at + 1), out version))
        {
            return false;
        }

        code = text[..at];
        return true;
    }

    internal static bool IsVersion(int version) => version is >= 1 and <= MaxVersion;

    // One spelling only: no sign, no leading zero, no space.
    private static bool TryVersion(ReadOnlySpan<char> digits, out int version)
    {
        version = 0;
        if (digits.Length is < 1 or > 4 || digits[0] == '0')
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            version = (version * 10) + (digit - '0');
        }

        return true;
    }
}
