using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Explain;

/// <summary>Puts a consent's life into sentences of one language.</summary>
/// <param name="texts">The sentences.</param>
/// <param name="life">The life.</param>
/// <param name="words">What the resident read; null when she signed nothing.</param>
internal sealed class StoryTeller(AuditTexts texts, ConsentLife life, SignedWords? words)
{
    /// <summary>The story, in the order of the log.</summary>
    public IEnumerable<StorySentence> Tell()
    {
        foreach (var step in life.Steps)
        {
            if (step.Kind == "granted" && words?.ShownAt is { } shown)
            {
                // The entry of the yes commits to this document's digest: it is what shows that these bytes were shown.
                yield return new StorySentence("shown", texts["shown"], []) { At = shown, Leaf = step.Leaf, LastLeaf = step.LastLeaf };
            }

            yield return SentenceOf(step);
        }
    }

    /// <summary>What the status list says.</summary>
    public StorySentence Tell(ToldStatus? status) => status is null
        ? new StorySentence("status", texts["status.none"], [])
        : new StorySentence("status", texts["status." + status.Status], [texts.Format("status.at", status.LogSize)]);

    private StorySentence SentenceOf(LifeStep step) => new(step.Kind, TextOf(step), DetailsOf(step))
    {
        At = step.First,
        Until = step.Count > 1 ? step.Last : null,
        Leaf = step.Leaf,
        LastLeaf = step.LastLeaf,
        Count = step.Kind is "used" or "refused" or "stopped" ? step.Count : null,
        Reason = step.Reason,
        Trace = step.Trace is { } trace ? [.. TraceText.ToAuditor(trace, english: texts.Language == "en").Select(line => Printable.Of(line))] : [],
    };

    private string TextOf(LifeStep step) => step.Kind switch
    {
        "asked" => texts.Format("asked", RecipientName),
        "used" or "refused" or "stopped" => texts.Format(step.Kind, step.Count)
            + (TokyoTime.DateOf(step.First) != TokyoTime.DateOf(step.Last) ? texts.Format("from-to", TellingTime.Day(texts, step.First), TellingTime.Day(texts, step.Last)) : ""),
        _ => texts[step.Kind],
    };

    private List<string> DetailsOf(LifeStep step)
    {
        var details = new List<string>();
        switch (step.Kind)
        {
            case "asked":
                details.AddRange([texts.Format("purpose", PurposeName), texts.Format("fields.asked", LabelsOf(step.Fields))]);
                break;
            case "granted":
                details.AddRange(TermsOf(life.Granted!));
                break;
            case "used":
                details.Add(texts.Format("fields.read", LabelsOf(step.Fields)));
                details.AddRange(step.Contradicted > 0 ? [texts.Format("decided.contradicted", step.Contradicted)] : step.Trace is null ? [] : [texts["decided.allowed"]]);
                break;
            case "refused" or "stopped":
                details.Add(texts.Find("reason." + step.Reason) ?? texts.Format("reason", Printable.Of(step.Reason ?? "")));
                details.AddRange(HungOn(step));
                break;
        }

        if (step.ActedBy is { } somebody)
        {
            details.Add(texts.Format("acted-by", Printable.Of(somebody)));
        }

        if (step.Acting is { Mandate: { } mandate, Role: { } role } && texts.Find("acting." + role) is { } acting)
        {
            details.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, acting, Printable.Of(mandate)));
        }

        if (step.Acting is { Role: "staff", Person: { } clerk } desk)
        {
            details.Add(texts.Format(texts.Find("acting.staff." + desk.Channel) is null ? "acting.staff" : "acting.staff." + desk.Channel, Printable.Of(clerk)));
            details.AddRange(desk.Second is { } second ? [texts.Format("acting.second", Printable.Of(second))] : []);
        }

        return details;
    }

    // By which rule, and what it hung on, beside what the consent says of it.
    private IEnumerable<string> HungOn(LifeStep step)
    {
        if (step.Trace?.Failed is not { } failed)
        {
            yield break;
        }

        yield return texts.Format("decided.rule", failed.Rule);
        if (failed.Field is { } field)
        {
            yield return texts.Format(
                life.Granted?.Fields.Contains(field, StringComparer.Ordinal) == true ? "decided.field.narrowed" : "decided.field.outside", LabelsOf([field]));
        }

        if (failed.At is { } at)
        {
            yield return texts.Format("decided.at", TellingTime.Moment(texts, at));
        }

        if (failed.Date is { } date)
        {
            yield return texts.Format("decided.date", date.Year, date.Month, date.Day);
        }
    }

    private IEnumerable<string> TermsOf(Pds.Ledger.ConsentGranted granted) =>
    [
        texts.Format("fields.granted", LabelsOf(granted.Fields)),
        texts.Format("purpose", PurposeName),
        texts.Format("ends", TellingTime.End(texts, granted.Ends)),
        granted.CallsPerPeriod is { } calls ? texts.Format(texts.Find("limit." + granted.Period) is null ? "limit.whole" : "limit." + granted.Period, calls) : texts["limit.none"],
        granted.RetentionDays == 0 ? texts["keeping.none"] : texts.Format("keeping", granted.RetentionDays),
        texts.Find("evidence." + granted.EvidenceType) ?? texts.Format("evidence", Printable.Of(granted.EvidenceType)),
    ];

    private string RecipientName => Printable.Of(
        words?.Recipient is { Length: > 0 } name ? name : life.Organizations.GetValueOrDefault(life.Recipient) ?? life.Recipient.ToString());

    private string PurposeName => Printable.Of(words?.Purpose is { Length: > 0 } name ? name : life.Purpose);

    private string LabelsOf(IReadOnlyList<string> fields) => string.Join(
        texts["separator"], fields.Select(field => Printable.Of(words?.Labels.GetValueOrDefault(field) is { Length: > 0 } label ? label : field)));
}
