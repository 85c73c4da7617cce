using System.Globalization;

namespace Pds.Ledger;

/// <summary>Sizes and indexes as the C2SP formats write them: ASCII decimal, no sign, no leading zeros.</summary>
internal static class DecimalText
{
    internal static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && Of(value) == text;
}
