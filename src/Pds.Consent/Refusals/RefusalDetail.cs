namespace Pds.Consent;

/// <summary>One of several faults of one refused message.</summary>
/// <param name="Field">The member at fault, such as <c>text_ja</c>.</param>
/// <param name="Code">What it breaks, UPPER_SNAKE.</param>
/// <param name="SentenceJa">What to change, in plain Japanese. Quotes the caller's own words at most.</param>
public sealed record RefusalDetail(string Field, string Code, string SentenceJa);
