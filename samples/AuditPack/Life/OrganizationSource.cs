namespace AuditPack;

/// <summary>The shape of <c>organizations.ja.json</c>.</summary>
/// <param name="Organizations">Who takes part.</param>
/// <param name="Purposes">What they declare beyond the city's own catalogue.</param>
/// <param name="Rhythms">When they ask.</param>
internal sealed record OrganizationSource(OrganizationEntry[] Organizations, PurposeEntry[] Purposes, Rhythm[] Rhythms)
{
    /// <summary>The one in the assembly.</summary>
    public static OrganizationSource Read() => Resource.Read<OrganizationSource>("organizations.ja.json");
}

/// <summary>One organisation.</summary>
/// <param name="Key">How this program calls it.</param>
/// <param name="Name">As residents read it.</param>
/// <param name="Roles">Names of <c>OrganizationRole</c>.</param>
internal sealed record OrganizationEntry(string Key, string Name, string[] Roles);

/// <summary>One purpose to declare; the members are those of the catalogue.</summary>
internal sealed record PurposeEntry(
    string Organization, string Code, string Dataset, string[] Required, string[] Optional, string Name, string Text, string Benefit, string Refusal,
    int Days, int Calls, string Period, int Range, int Retention, string Mode, string Dpv, string? Pia);

/// <summary>How often a purpose is used, and when.</summary>
/// <param name="Purpose">The code.</param>
/// <param name="Asks">The share of residents who are asked, 0 to 1.</param>
/// <param name="Weight">Its share of all uses.</param>
/// <param name="Hours">Hours of the day.</param>
/// <param name="Week">Weights from Sunday to Saturday.</param>
/// <param name="Year">Weights from January to December.</param>
/// <param name="PerDay">The most uses of one consent in a day; not above the purpose's ceiling.</param>
/// <param name="PerMonth">In a month; 0 for no limit of its own.</param>
/// <param name="PerYear">In a year.</param>
/// <param name="Whole">Altogether.</param>
/// <param name="Storms">Only on days of storm and snow.</param>
internal sealed record Rhythm(
    string Purpose, double Asks, double Weight, int[] Hours, int[] Week, int[] Year, int PerDay = 1, int PerMonth = 0, int PerYear = 0, int Whole = 0, bool Storms = false);
