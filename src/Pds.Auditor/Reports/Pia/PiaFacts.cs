using Pds.Auditor.Reports.Stories;
using Pds.Consent;

namespace Pds.Auditor.Reports.Pia;

/// <summary>What the export answers of the assessment's questions, as sentences; counts under the cut, like everywhere.</summary>
internal sealed class PiaFacts(ReportModel report)
{
    private IEnumerable<Purpose> Declared => report.Story.Purposes.Values
        .Where(purpose => purpose.State is PurposeState.Approved or PurposeState.Proposed).Select(purpose => purpose.Definition).OfType<Purpose>();

    /// <summary>Who receives, and who fills the vaults.</summary>
    public string Parties() => Lines(
        Declared.Select(purpose => report.Texts.Format("fact.recipient", purpose.RecipientNameJa, report.PurposeName(purpose.Id.ToString())))
            .Concat(report.Story.Datasets.Values.SelectMany(dataset => dataset.Sources.Select(source =>
                report.Texts.Format("fact.source", report.Story.NameOf(source), dataset.Definition?.NameJa ?? dataset.Id)))));

    /// <summary>Which data.</summary>
    public string Data() => Lines(report.Story.Datasets.Values.Where(dataset => dataset.Definition is not null).Select(dataset => report.Texts.Format(
        "fact.data", dataset.Definition!.NameJa, dataset.Id, string.Join(report.Texts["separator"], dataset.Definition.Fields.Select(field =>
            field.Sensitive ? report.Texts.Format("fact.sensitive", field.LabelJa) : field.LabelJa)))));

    /// <summary>Why.</summary>
    public string Purposes() => Lines(Declared.Select(purpose => report.Texts.Format("fact.purpose", report.PurposeName(purpose.Id.ToString()), purpose.TextJa)));

    /// <summary>On what ground.</summary>
    public string Basis() => Lines(Declared.GroupBy(purpose => purpose.Basis).Select(group =>
        report.Texts.Format("fact.basis", report.Texts["basis." + group.Key], group.Count())));

    /// <summary>Asked, granted, read, item by item.</summary>
    public string Items() => Lines(report.Story.Consents.Values.GroupBy(consent => consent.Purpose, StringComparer.Ordinal).SelectMany(group => group
        .SelectMany(consent => consent.Asked?.Fields ?? consent.Given?.Fields ?? []).Distinct(StringComparer.Ordinal)
        .Select(field => report.Texts.Format(
            "fact.item", report.PurposeName(group.Key), report.LabelOf(group.Key, field),
            Of(group.Where(consent => consent.Asked?.Fields.Contains(field) == true)),
            Of(group.Where(consent => consent.Given?.Fields.Contains(field) == true)),
            Of(group.Where(consent => consent.Read.Contains(field)))))));

    /// <summary>How long recipients may keep it.</summary>
    public string Retention() => Lines(Declared.Select(purpose => report.Texts.Format(
        "fact.retention", report.PurposeName(purpose.Id.ToString()),
        purpose.Ceilings.Mode == UseMode.View ? report.Texts["keeps.view"] : report.Texts.Format("keeps.days", purpose.Ceilings.RetentionDays))));

    /// <summary>How consent is shown, and how many.</summary>
    public string Consents() => Lines(report.Story.Consents.Values.Where(consent => consent.Given is not null)
        .GroupBy(consent => consent.Given!.EvidenceType, StringComparer.Ordinal)
        .Select(group => report.Texts.Format("fact.consents", report.Texts.Find("channel." + group.Key) ?? group.Key, Of(group))));

    /// <summary>How often residents stopped it, and that it stopped.</summary>
    public string Stopping()
    {
        var withdrawn = report.Story.Consents.Values.Where(consent => consent.IsWithdrawn).ToList();
        return report.Texts.Format(
            "fact.stopping", Of(report.Story.Consents.Values.Where(consent => consent.State == GrantState.Paused)), Of(withdrawn),
            Of(withdrawn.Where(consent => consent.UsesAfterWithdrawal > 0)));
    }

    private string Of(IEnumerable<ConsentStory> consents) => report.Figures.Of(ReportModel.CountOf(consents)).Text;

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines);
}
