namespace Pds.Auditor.Reports.Pia;

/// <summary>
/// The chapters of the assessment that people write: <c>pia.yaml</c>. What is not there is shown as not written, never made up.
/// </summary>
internal sealed record PiaAnswers
{
    /// <summary>Keys of <c>chapters:</c>.</summary>
    public static IReadOnlyList<string> ChapterKeys { get; } =
    [
        "necessity", "description", "responsibilities", "standards", "lifecycle", "supports", "risk_criteria", "people", "proportionality", "accuracy", "information",
        "access", "rectification", "processors", "transfers", "treatment_plan", "conclusion",
    ];

    /// <summary>Keys of <c>consultation:</c>, <c>approval:</c> and <c>register:</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> GroupKeys { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["consultation"] = ["residents", "residents_names", "officer", "officer_names"],
        ["approval"] = ["decision", "by", "on", "text"],
        ["register"] = ["agency", "section", "reception", "special_procedure", "remarks"],
    };

    /// <summary>The kinds of risk, in the order of the CNIL's method.</summary>
    public static IReadOnlyList<string> RiskKinds { get; } = ["access", "change", "loss"];

    /// <summary>The answers of nobody.</summary>
    public static PiaAnswers None { get; } = new();

    /// <summary>Name of the assessment; null when not written.</summary>
    public string? Name { get; init; }

    /// <summary>Who wrote it; null when not written.</summary>
    public string? Author { get; init; }

    /// <summary>Who looked it over; null when not written.</summary>
    public string? Evaluator { get; init; }

    /// <summary>Who validates it; null when not written.</summary>
    public string? Validator { get; init; }

    /// <summary>By <see cref="ChapterKeys"/> and, as <c>group.key</c>, by <see cref="GroupKeys"/>.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>At most one of each kind.</summary>
    public IReadOnlyList<PiaRisk> Risks { get; init; } = [];

    /// <summary>Measures.</summary>
    public IReadOnlyList<PiaMeasure> Measures { get; init; } = [];

    /// <summary>A text, or null when it is not written.</summary>
    public string? this[string key] => Texts.GetValueOrDefault(key);

    /// <summary>True when the decision was <c>approved</c>.</summary>
    public bool IsApproved => this["approval.decision"] == "approved";
}
