namespace Pds.Consent;

/// <summary>One heading and its sentence, as shown to the resident.</summary>
/// <param name="Key">The name of the paragraph, stable across wordings.</param>
/// <param name="HeadingJa">The heading.</param>
/// <param name="TextJa">The sentence.</param>
public sealed record ShownParagraph(string Key, string HeadingJa, string TextJa);

/// <summary>
/// Everything a resident reads before saying yes: who, what, why, what it is good for, what happens on a no, until when, how often, what
/// becomes of it, and how to stop. Made from the purpose, the dataset and the terms, and from nothing else.
/// </summary>
internal static class ShownText
{
    internal static string Title => Texts.Document["title"];

    internal static string Lead(Purpose purpose, Dataset dataset) => Texts.Document.Format("lead", purpose.RecipientNameJa, dataset.NameJa);

    internal static IReadOnlyList<ShownParagraph> Paragraphs(Purpose purpose, Dataset dataset, GrantTerms terms) =>
    [
        Paragraph("who", Who(purpose)),
        Paragraph("what", What(dataset, terms)),
        Paragraph("why", Texts.Document.Format("why.text", purpose.NameJa, purpose.TextJa)),
        Paragraph("benefit", purpose.BenefitJa),
        Paragraph("refusal", Texts.Document.Format("refusal.text", purpose.OnRefusalJa)),
        Paragraph("until", Until(terms)),
        Paragraph("range", Range(terms.Range)),
        Paragraph("calls", Calls(terms.Calls)),
        Paragraph("keeping", Keeping(terms)),
        Paragraph("stop", Texts.Document["stop.text"]),
        Paragraph("record", Texts.Document["record.text"]),
    ];

    private static ShownParagraph Paragraph(string key, string text) => new(key, Texts.Document[key], text);

    private static string Who(Purpose purpose) => purpose.SystemJa is { } system
        ? Texts.Document.Format("who.system", purpose.RecipientNameJa, system)
        : Texts.Document.Format("who.text", purpose.RecipientNameJa);

    private static string What(Dataset dataset, GrantTerms terms)
    {
        var fields = terms.Fields.Select(name => dataset.Field(name)!).ToList();
        var all = Texts.Document.Format("what.text", dataset.NameJa, Labels(fields));
        var sensitive = fields.Where(f => f.Sensitive).ToList();
        return sensitive.Count == 0 ? all : all + "\n" + Texts.Document.Format("what.sensitive", Labels(sensitive));
    }

    private static string Labels(IEnumerable<FieldDefinition> fields) =>
        string.Join(Texts.Document["separator"], fields.Select(f => f.LabelJa));

    // A half-open end at midnight is read as the day before it; any other end is read to the minute.
    private static string Until(GrantTerms terms)
    {
        var from = CivilText.Date(TokyoTime.DateOf(terms.Starts));
        return CivilText.IsMidnight(terms.Ends)
            ? Texts.Document.Format("until.days", from, CivilText.Date(TokyoTime.LastDayBefore(terms.Ends)))
            : Texts.Document.Format("until.exact", from, CivilText.Instant(terms.Ends));
    }

    private static string Range(DataRange range) => (range.From, range.Until?.AddDays(-1)) switch
    {
        (null, null) => Texts.Document["range.all"],
        ({ } from, null) => Texts.Document.Format("range.from", CivilText.Date(from)),
        (null, { } last) => Texts.Document.Format("range.until", CivilText.Date(last)),
        ({ } from, { } last) => Texts.Document.Format("range.both", CivilText.Date(from), CivilText.Date(last)),
    };

    private static string Calls(CallLimit calls) => calls == CallLimit.Once
        ? Texts.Document["calls.once"]
        : Texts.Document.Format(
            calls.Period switch
            {
                CallPeriod.Day => "calls.day",
                CallPeriod.Month => "calls.month",
                CallPeriod.Year => "calls.year",
                CallPeriod.Whole => "calls.whole",
            },
            calls.Calls);

    private static string Keeping(GrantTerms terms) => terms switch
    {
        { Mode: UseMode.View } => Texts.Document["keeping.view"],
        { RetentionDays: 0 } => Texts.Document["keeping.store.today"],
        _ => Texts.Document.Format("keeping.store", terms.RetentionDays),
    };
}
