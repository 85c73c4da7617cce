using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Reports;

/// <summary>Everything a page of the report is made from.</summary>
/// <param name="Manifest">The export.</param>
/// <param name="Verdict">What the verification said of it.</param>
/// <param name="Story">What its entries tell.</param>
/// <param name="Figures">Counts, under the cut.</param>
/// <param name="Texts">The report's sentences.</param>
/// <param name="Checks">The verification's sentences.</param>
/// <param name="Language">BCP 47.</param>
internal sealed record ReportModel(
    ExportManifest Manifest, Verdict Verdict, AuditStory Story, Figures Figures, AuditTexts Texts, AuditTexts Checks, string Language)
{
    /// <summary>For whom.</summary>
    public Cut Cut => Figures.Cut;

    /// <summary>Consents of some kind, and about how many persons they are.</summary>
    public static Count CountOf(IEnumerable<ConsentStory> consents)
    {
        var some = consents.ToList();
        return new Count(some.Count, some.Select(consent => consent.Who).Distinct().Count());
    }

    /// <summary>What a resident reads for a field of a purpose's dataset; the field's name when the catalogue does not say.</summary>
    public string LabelOf(string purpose, string field) =>
        Story.Purposes.GetValueOrDefault(purpose)?.Definition is { } declared
        && Story.Datasets.GetValueOrDefault(declared.Dataset.ToString())?.Definition?.Field(field) is { } known
            ? known.LabelJa
            : field;

    /// <summary>A purpose's name with its version; its id when the catalogue does not say.</summary>
    public string PurposeName(string purpose) =>
        Story.Purposes.GetValueOrDefault(purpose)?.Definition is { } declared ? Texts.Format("purpose.name", declared.NameJa, purpose) : purpose;
}
