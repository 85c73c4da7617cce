namespace Pds.Consent;

/// <summary>The most a purpose may ever ask for (FEATURES C15). A request above any of these is refused before the resident sees it.</summary>
/// <param name="ValidityDays">Longest validity in days, 1 to 366.</param>
/// <param name="Calls">Most calls in a period.</param>
/// <param name="DataRangeDays">How many days back from the request, and how many ahead, data may be dated; 0 means without limit.</param>
/// <param name="RetentionDays">Longest retention in days, 0 to 3,650.</param>
/// <param name="Mode">The widest mode; STORE is wider than VIEW.</param>
public sealed record Ceilings(int ValidityDays, CallLimit Calls, int DataRangeDays, int RetentionDays, UseMode Mode)
{
    /// <summary>The longest validity any consent can have: 12 months.</summary>
    public const int MaxValidityDays = 366;

    /// <summary>The longest retention a purpose may declare, in days.</summary>
    public const int MaxRetentionDays = 3650;

    /// <summary>The longest data range limit, in days.</summary>
    public const int MaxDataRangeDays = 36_500;

    /// <summary>True when all numbers are in bounds.</summary>
    public bool IsWellFormed =>
        ValidityDays is >= 1 and <= MaxValidityDays && Calls is { IsWellFormed: true }
        && DataRangeDays is >= 0 and <= MaxDataRangeDays && RetentionDays is >= 0 and <= MaxRetentionDays && Enum.IsDefined(Mode);

    /// <summary>True when nothing these ceilings allow is beyond the other ones.</summary>
    public bool IsWithin(Ceilings wider)
    {
        ArgumentNullException.ThrowIfNull(wider);
        return ValidityDays <= wider.ValidityDays && Calls.IsWithin(wider.Calls)
            && (wider.DataRangeDays == 0 || (DataRangeDays != 0 && DataRangeDays <= wider.DataRangeDays))
            && RetentionDays <= wider.RetentionDays && Mode <= wider.Mode;
    }

    /// <summary>
    /// The member of the terms that is above these ceilings, or null when none is. <paramref name="today"/> is the Tokyo date the
    /// request is made on, against which the data range is measured.
    /// </summary>
    public string? FirstExcess(GrantTerms terms, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Ends - terms.Starts > TimeSpan.FromDays(ValidityDays) ? "end_time"
            : !terms.Calls.IsWithin(Calls) ? "frequency"
            : !terms.Range.IsWithin(RangeAt(today)) ? "data_range"
            : terms.RetentionDays > RetentionDays ? "retention_days"
            : terms.Mode > Mode ? "mode"
            : null;
    }

    /// <summary>The widest data range these ceilings allow on a day: as many days back as ahead, both ends whole days.</summary>
    public DataRange RangeAt(DateOnly today) => DataRangeDays == 0
        ? DataRange.Unbounded
        : new DataRange(today.AddDays(-DataRangeDays), today.AddDays(DataRangeDays + 1));
}
