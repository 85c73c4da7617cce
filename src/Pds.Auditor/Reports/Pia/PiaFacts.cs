using Pds.Auditor.Reports.Cuts;
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
    public string Items()
    {
        var purposes = report.Purposes();
        return Lines(report.Story.Consents.Values.GroupBy(consent => consent.Purpose, StringComparer.Ordinal).SelectMany(group => group
            .SelectMany(consent => consent.Asked?.Fields ?? consent.Given?.Fields ?? []).Distinct(StringComparer.Ordinal)
            .Select(field => ItemOf(group.Key, field, report.Items(purposes[group.Key], [.. group], field)))));
    }

    /// <summary>How long recipients may keep it.</summary>
    public string Retention() => Lines(Declared.Select(purpose => report.Texts.Format(
        "fact.retention", report.PurposeName(purpose.Id.ToString()),
        purpose.Ceilings.Mode == UseMode.View ? report.Texts["keeps.view"] : report.Texts.Format("keeps.days", purpose.Ceilings.RetentionDays))));

    /// <summary>How consent is shown, and how many.</summary>
    public string Consents() => Lines(report.Channels().Select(pair =>
        report.Texts.Format("fact.consents", report.Texts.Find("channel." + pair.Key) ?? pair.Key, pair.Value.Text)));

    /// <summary>How often residents stopped it, and that it stopped.</summary>
    public string Stopping()
    {
        var (withdrawn, after) = report.Withdrawn(consent => consent.UsesAfterWithdrawal > 0);
        return report.Texts.Format("fact.stopping", report.States()[GrantState.Paused].Text, withdrawn.Text, after.Text);
    }

    private string ItemOf(string purpose, string field, IReadOnlyList<Figure> figures) => report.Texts.Format(
        "fact.item", report.PurposeName(purpose), report.LabelOf(purpose, field), figures[0].Text, figures[1].Text, figures[2].Text);

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines);
}
