using System.Collections.Frozen;

namespace Pds.Consent;

/// <summary>
/// The facts of one subject under their names. The names of each subject are a closed set, so that a control with a misspelt fact is
/// refused and does not hold in silence.
/// </summary>
public sealed class ControlFacts
{
    private static readonly FrozenDictionary<ControlSubject, FrozenDictionary<string, bool>> Schema = new Dictionary<ControlSubject, FrozenDictionary<string, bool>>
    {
        // True: a whole number. False: a text.
        [ControlSubject.Purpose] = Names(
            numbers: ["validity_days", "calls", "data_range_days", "retention_days", "fields", "optional_fields", "sensitive_fields"],
            texts: ["recipient", "dataset", "period", "mode", "lawful_basis", "dpv_code", "pia_reference", "notice_url"]),
        [ControlSubject.Consent] = Names(
            numbers: ["validity_days", "retention_days", "uses", "refused", "uses_after_withdrawal", "seconds_to_effect"],
            texts: ["recipient", "purpose", "mode", "evidence_type", "acted_by", "state"]),
        [ControlSubject.OrganizationMonth] = Names(
            numbers: ["calls", "delivered", "stopped", "refused", "refused_percent", "outside_ceilings"],
            texts: ["organization", "month"]),
    }.ToFrozenDictionary();

    private readonly Dictionary<string, ControlFact> facts = new(StringComparer.Ordinal);
    private readonly ControlSubject subject;

    /// <summary>No facts yet.</summary>
    public ControlFacts(ControlSubject subject) => this.subject = subject;

    /// <summary>A fact, or null when it is not there.</summary>
    public ControlFact? this[string name] => facts.TryGetValue(name, out var fact) ? fact : null;

    /// <summary>The facts of a purpose and its dataset.</summary>
    public static ControlFacts Of(Purpose purpose, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(dataset);
        var all = purpose.AllFields.ToList();
        return new ControlFacts(ControlSubject.Purpose)
            .With("validity_days", purpose.Ceilings.ValidityDays)
            .With("calls", purpose.Ceilings.Calls.Calls)
            .With("period", TermWords.Of(purpose.Ceilings.Calls.Period))
            .With("data_range_days", purpose.Ceilings.DataRangeDays)
            .With("retention_days", purpose.Ceilings.RetentionDays)
            .With("mode", TermWords.Of(purpose.Ceilings.Mode))
            .With("fields", all.Count)
            .With("optional_fields", purpose.OptionalFields.Count)
            .With("sensitive_fields", all.Count(field => dataset.Field(field)?.Sensitive == true))
            .With("recipient", purpose.Recipient.ToString())
            .With("dataset", purpose.Dataset.ToString())
            .With("lawful_basis", purpose.Basis.ToString())
            .With("dpv_code", purpose.DpvCode)
            .With("pia_reference", string.IsNullOrWhiteSpace(purpose.PiaReference) ? null : purpose.PiaReference)
            .With("notice_url", purpose.NoticeUrl);
    }

    /// <summary>Whether a subject has a fact of a name, and whether it is a number.</summary>
    public static bool TryKind(ControlSubject subject, string name, out bool isNumber) => Schema[subject].TryGetValue(name, out isNumber);

    /// <summary>Adds a number; null leaves it away.</summary>
    /// <exception cref="ArgumentException">The subject has no such number: a bug in the caller.</exception>
    public ControlFacts With(string name, long? number)
    {
        Require(name, number: true);
        if (number is { } value)
        {
            facts[name] = ControlFact.Of(value);
        }

        return this;
    }

    /// <summary>Adds a text; null leaves it away.</summary>
    /// <exception cref="ArgumentException">The subject has no such text: a bug in the caller.</exception>
    public ControlFacts With(string name, string? text)
    {
        Require(name, number: false);
        if (text is not null)
        {
            facts[name] = ControlFact.Of(text);
        }

        return this;
    }

    private static FrozenDictionary<string, bool> Names(string[] numbers, string[] texts) =>
        numbers.Select(name => (name, true)).Concat(texts.Select(name => (name, false))).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private void Require(string name, bool number)
    {
        if (!TryKind(subject, name, out var isNumber) || isNumber != number)
        {
            throw new ArgumentException($"{subject} has no fact {name} of this kind.", nameof(name));
        }
    }
}
