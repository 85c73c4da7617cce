namespace Pds.Consent;

/// <summary>
/// A range of civil dates the data itself lies in, half-open [From, Until); a null side is open. Separate from the consent's own
/// validity (FEATURES C11).
/// </summary>
public sealed record DataRange(DateOnly? From, DateOnly? Until)
{
    /// <summary>No boundary on either side.</summary>
    public static DataRange Unbounded { get; } = new(null, null);

    /// <summary>True when the range is not empty; no date is before the calendar's first.</summary>
    public bool IsWellFormed => Until != DateOnly.MinValue && (From is null || Until is null || From < Until);

    /// <summary>True when every date of this range is in the other.</summary>
    public bool IsWithin(DataRange wider) =>
        (wider.From is null || From >= wider.From) && (wider.Until is null || Until <= wider.Until);

    /// <summary>True when the date is in the range; data without a date is only in a range without boundaries.</summary>
    public bool Contains(DateOnly? date) => date is { } day
        ? (From is null || day >= From) && (Until is null || day < Until)
        : From is null && Until is null;
}
