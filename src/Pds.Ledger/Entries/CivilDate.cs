using System.Globalization;

namespace Pds.Ledger;

/// <summary>Civil dates as entry bodies write them, such as <c>2026-04-01</c>.</summary>
internal static class CivilDate
{
    private const string Form = "yyyy-MM-dd";

    internal static string Format(DateOnly date) => date.ToString(Form, CultureInfo.InvariantCulture);

    internal static bool TryParse(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
