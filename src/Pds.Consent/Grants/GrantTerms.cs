using System.Diagnostics.CodeAnalysis;

namespace Pds.Consent;

/// <summary>
/// What a consent covers. Instants are UTC with milliseconds, validity is half-open [Starts, Ends); the data range is civil dates,
/// half-open too. Valid because it exists: the only way in is <see cref="TryCreate"/>.
/// </summary>
public sealed record GrantTerms
{
    /// <summary>The longest validity of a consent, in civil months.</summary>
    public const int MaxMonths = 12;

    /// <summary>The most fields a consent names.</summary>
    public const int MaxFields = Dataset.MaxFields;

    /// <summary>
    /// First instant at which no consent begins any more: far beyond any real one, and far enough from the end of the calendar that every
    /// time computed from a beginning exists.
    /// </summary>
    public static readonly DateTimeOffset LatestStart = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private GrantTerms(IReadOnlyList<string> fields) => Fields = fields;

    /// <summary>Field names, each once, sorted by code point; 1 to 64.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>First instant of validity.</summary>
    public required DateTimeOffset Starts { get; init; }

    /// <summary>First instant after validity.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>Which data, by its own date.</summary>
    public required DataRange Range { get; init; }

    /// <summary>How often.</summary>
    public required CallLimit Calls { get; init; }

    /// <summary>Days the recipient may keep what it received; 0 in mode VIEW.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>What may be done with it.</summary>
    public required UseMode Mode { get; init; }

    /// <summary>Puts terms together. False when any part is out of bounds; <paramref name="fault"/> names the first such part.</summary>
    public static bool TryCreate(
        IEnumerable<string> fields,
        DateTimeOffset starts,
        DateTimeOffset ends,
        DataRange range,
        CallLimit calls,
        int retentionDays,
        UseMode mode,
        [NotNullWhen(true)] out GrantTerms? terms,
        out string? fault)
    {
        var names = fields.Order(StringComparer.Ordinal).ToArray();
        (starts, ends) = (Pds.Ledger.Instant.Truncate(starts), Pds.Ledger.Instant.Truncate(ends));
        fault = names.Length is < 1 or > MaxFields || !names.All(FieldDefinition.IsName) || names.Distinct().Count() != names.Length ? "fields"
            : starts >= LatestStart ? "start_time"
            : starts >= ends || ends > TokyoTime.AddMonths(starts, MaxMonths) ? "end_time"
            : range is not { IsWellFormed: true } ? "data_range"
            : calls is not { IsWellFormed: true } ? "frequency"
            : retentionDays is < 0 or > Ceilings.MaxRetentionDays || (mode == UseMode.View && retentionDays != 0) ? "retention_days"
            : !Enum.IsDefined(mode) ? "mode"
            : null;
        terms = fault is null
            ? new GrantTerms(names)
            {
                Starts = starts, Ends = ends, Range = range, Calls = calls, RetentionDays = retentionDays, Mode = mode,
            }
            : null;
        return terms is not null;
    }

    /// <summary>True when everything these terms allow is allowed by the others.</summary>
    public bool IsWithin(GrantTerms wider)
    {
        ArgumentNullException.ThrowIfNull(wider);
        return Fields.ToHashSet(StringComparer.Ordinal).IsSubsetOf(wider.Fields)
            && Starts >= wider.Starts && Ends <= wider.Ends
            && Range.IsWithin(wider.Range) && Calls.IsWithin(wider.Calls)
            && RetentionDays <= wider.RetentionDays && Mode <= wider.Mode;
    }

    /// <summary>True inside [Starts, Ends).</summary>
    public bool Covers(DateTimeOffset now) => now >= Starts && now < Ends;

    /// <summary>Field by field; the order of fields is fixed, so equal terms have equal lists.</summary>
    public bool Equals(GrantTerms? other) =>
        other is not null && Fields.SequenceEqual(other.Fields, StringComparer.Ordinal)
        && Starts == other.Starts && Ends == other.Ends && Range == other.Range && Calls == other.Calls
        && RetentionDays == other.RetentionDays && Mode == other.Mode;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Fields.Count, Fields[0], Starts, Ends, Range, Calls, RetentionDays, Mode);
}
