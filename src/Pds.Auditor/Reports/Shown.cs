using System.Globalization;
using Pds.Consent;

namespace Pds.Auditor.Reports;

/// <summary>Times and numbers as every page and table of the report shows them.</summary>
internal static class Shown
{
    /// <summary>Tokyo time to the second, <c>2026-11-26 19:05:00</c>; empty for null.</summary>
    public static string Time(DateTimeOffset? at) => at?.ToOffset(TokyoTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Tokyo date, <c>2026-11-26</c>; empty for null.</summary>
    public static string Date(DateTimeOffset? at) => at is { } time ? TokyoTime.DateOf(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
