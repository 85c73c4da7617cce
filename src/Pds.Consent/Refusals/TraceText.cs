using System.Globalization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One decision told at three levels of detail (FEATURES N24). The resident reads what happened with her data, by which rule, item and day. The recipient
/// reads the one sentence of the reason and what it itself sent, and no more: no rule's number, no date, no term, because two refusals of one reason must
/// look alike to it whatever they hung on (I-17). The auditor reads every rule that was asked.
/// </summary>
public static class TraceText
{
    private const int LastUniformRule = 3;
    private const int LastRule = 12;

    /// <summary>The lines.</summary>
    /// <param name="trace">The decision.</param>
    /// <param name="audience">Who reads it.</param>
    /// <param name="recipientNameJa">Who asked.</param>
    /// <param name="dataset">To name fields as people read them; null names them as the catalogue does.</param>
    public static IReadOnlyList<string> Explain(DecisionTrace trace, RefusalAudience audience, string recipientNameJa, Dataset? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return audience switch
        {
            RefusalAudience.Resident => [.. ToResident(trace, recipientNameJa, dataset)],
            RefusalAudience.Recipient => [ToRecipient(trace)],
            RefusalAudience.Auditor => ToAuditor(trace),
        };
    }

    /// <summary>The auditor's lines, one for each rule that was asked.</summary>
    /// <param name="trace">The decision.</param>
    /// <param name="english">In English; Japanese otherwise.</param>
    public static IReadOnlyList<string> ToAuditor(DecisionTrace trace, bool english = false)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var words = english ? Texts.TraceInEnglish : Texts.Trace;
        List<string> lines = [.. trace.Rules.Select(rule => string.Join('　', PartsOf(rule, words)))];
        if (trace.Failed is { Rule: < LastRule } failed)
        {
            lines.Add(words.Format("auditor.not-asked", failed.Rule));
        }

        return lines;
    }

    private static IEnumerable<string> ToResident(DecisionTrace trace, string recipient, Dataset? dataset)
    {
        if (trace.Failed is not { Why: { } why } failed)
        {
            yield return Texts.Trace.Format("resident.given", recipient);
            yield break;
        }

        yield return Texts.Refusals.Format("why.resident", recipient, RefusalText.Sentence(why));
        yield return Texts.Trace.Format("resident.rule", failed.Rule, Texts.Trace["rule." + failed.Rule]);
        if (failed.Over.Field is { } field)
        {
            yield return Texts.Trace.Format("resident.field", dataset?.Field(field)?.LabelJa ?? field);
        }

        if (failed.At is { } at)
        {
            yield return Texts.Trace.Format("resident.date", CivilText.Instant(at));
        }

        if (failed.Date is { } date)
        {
            yield return Texts.Trace.Format("resident.date", Written(date));
        }
    }

    private static string ToRecipient(DecisionTrace trace) => trace switch
    {
        { Failed: { Why: { } why } failed } => RefusalText.Sentence(why)
            + (failed is { Rule: > LastUniformRule, Field: { } own } ? Texts.Refusals.Format("why.field", own) : ""),
        _ => Texts.Trace.Format("recipient.given", string.Join('、', ((GateDecision.Allow)trace.Decision).Fields)),
    };

    private static IEnumerable<string> PartsOf(RuleOutcome rule, Texts words)
    {
        yield return rule.Why is { } why
            ? words.Format("auditor.fails", rule.Rule, words["rule." + rule.Rule], why.Code())
            : words.Format("auditor.holds", rule.Rule, words["rule." + rule.Rule]);
        if (rule.Subject is { } subject)
        {
            yield return words.Format("auditor.subject", subject);
        }

        if (rule.Over.Field is { } field)
        {
            yield return words.Format("auditor.fields", field);
        }

        if (rule.Fields.Count > 0)
        {
            yield return words.Format("auditor.fields", string.Join('、', rule.Fields));
        }

        if (rule.At is { } at)
        {
            yield return words.Format("auditor.at", Instant.Format(Instant.Truncate(at)));
        }

        if (rule.Date is { } date)
        {
            yield return words.Format("auditor.date", Written(date));
        }

        if (rule.Calls is { } calls)
        {
            yield return words.Format("auditor.calls", calls.Used, calls.Allowed);
        }
    }

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
