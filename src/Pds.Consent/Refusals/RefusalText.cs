using System.Globalization;

namespace Pds.Consent;

/// <summary>Who reads why something was refused.</summary>
public enum RefusalAudience
{
    /// <summary>The resident: who asked and why nothing was given.</summary>
    Resident = 1,

    /// <summary>The recipient: one plain sentence, and from rule 4 on the field or date it hangs on.</summary>
    Recipient = 2,

    /// <summary>The auditor: the rule's number and the code too.</summary>
    Auditor = 3,
}

/// <summary>The plain-Japanese "why" of a refusal, at three levels of detail (FEATURES N24). Carries names and dates, never a value.</summary>
public static class RefusalText
{
    /// <summary>The sentence of a reason, for anybody.</summary>
    public static string Sentence(RefusalReason reason) => Texts.Refusals[reason.Code()];

    /// <summary>The sentence of a refusal with the date it hangs on, for whoever made the call.</summary>
    public static string Sentence(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Sentence(refusal.Reason) + When(refusal.At);
    }

    /// <summary>A decision of the gate, explained.</summary>
    /// <param name="refused">The decision.</param>
    /// <param name="audience">Who reads it.</param>
    /// <param name="recipientNameJa">Who asked.</param>
    /// <param name="dataset">To name the field as people read it; null names it as the catalogue does.</param>
    public static string Explain(GateDecision.Refused refused, RefusalAudience audience, string recipientNameJa, Dataset? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var sentence = Sentence(refused.Reason);
        var details = Which(refused.Field, dataset) + When(refused.At);
        return audience switch
        {
            RefusalAudience.Resident => Texts.Refusals.Format("why.resident", recipientNameJa, sentence + details),
            // Before rule 4 holds nothing is told but the one sentence.
            RefusalAudience.Recipient => Texts.Refusals.Format("why.recipient", refused.Rule < 4 ? sentence : sentence + details),
            RefusalAudience.Auditor => Texts.Refusals.Format("why.auditor", refused.Rule, refused.Reason.Code(), sentence + details),
        };
    }

    private static string Which(string? field, Dataset? dataset) =>
        field is null ? "" : Texts.Refusals.Format("why.field", dataset?.Field(field)?.LabelJa ?? field);

    private static string When(DateTimeOffset? at) => at is { } time ? Texts.Refusals.Format("why.at", CivilText.Instant(time)) : "";
}
