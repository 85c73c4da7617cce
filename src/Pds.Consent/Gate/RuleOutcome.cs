using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How one rule of the gate came out, and what it compared. Names and dates only, never a value.</summary>
/// <param name="Rule">1 to 12.</param>
/// <param name="Why">Why it failed; null when it holds.</param>
public sealed record RuleOutcome(int Rule, RefusalReason? Why = null)
{
    /// <summary>True when it holds.</summary>
    public bool Holds => Why is null;

    /// <summary>Rule 8: the first field that may not be given, as the caller wrote it; null when every one may be, or none was asked for.</summary>
    public string? Field { get; init; }

    /// <summary>Rule 8, when it holds: the fields asked for, sorted.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Rule 7 the purpose, rules 8 and 9 the dataset, <c>code@version</c>; null for others.</summary>
    public string? Subject { get; init; }

    /// <summary>The instant it was held against, UTC: rules 5 and 6 the consent's start or end, 7 the purpose's end, 10 the end of the counted period.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Rule 9, when it fails: the civil date asked for that lies outside.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Rule 10: calls counted before this one, and how many the period allows.</summary>
    public (long Used, int Allowed)? Calls { get; init; }

    /// <summary>
    /// What of it the ledger tells. A field is named only where it is a name of the catalogue's grammar: what else a caller wrote has no place in a
    /// resident's history.
    /// </summary>
    public RefusedOver Over => OverOf(Field, At, Date);

    internal static RefusedOver OverOf(string? field, DateTimeOffset? at, DateOnly? date) =>
        new(FieldDefinition.IsName(field) ? field : null, at is { } time ? Instant.Truncate(time) : null, date);
}
