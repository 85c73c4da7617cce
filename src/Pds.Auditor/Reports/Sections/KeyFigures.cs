using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Consent;

namespace Pds.Auditor.Reports.Sections;

/// <summary>The numbers somebody asks for first.</summary>
internal sealed class KeyFigures : ISection
{
    /// <inheritdoc/>
    public string Key => "figures";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var (story, consents) = (report.Story, report.Story.Consents.Values);
        var withdrawn = consents.Where(consent => consent.IsWithdrawn).ToList();
        var users = consents.Where(consent => consent.Uses > 0).ToList();
        html.In("dl", () =>
        {
            Figure(html, report, "residents", Count.OfPersons(story.Residents.Count));
            Figure(html, report, "consents", ReportModel.CountOf(consents.Where(consent => consent.Given is not null)));
            Figure(html, report, "active", ReportModel.CountOf(consents.Where(consent => consent.State == GrantState.Active)));
            Figure(html, report, "uses", new Count(users.Sum(consent => consent.Uses), users.Select(consent => consent.Who).Distinct().Count()));
            Figure(html, report, "refusals", new Count(
                story.Months.Values.Sum(month => month.AllRefused), story.Months.Values.SelectMany(month => month.Persons).Distinct().Count()));
            Figure(html, report, "withdrawn", ReportModel.CountOf(withdrawn));
            Figure(html, report, "after-withdrawal", ReportModel.CountOf(withdrawn.Where(consent => consent.UsesAfterWithdrawal > 0)));
            Figure(html, report, "organizations", new Count(story.Organizations.Count, 0));
        }, ("class", "keys"));
    }

    private static void Figure(Html html, ReportModel report, string key, Count count) => html.In("div", () =>
    {
        html.In("dt", report.Texts["figure." + key]);
        html.In("dd", report.Figures.Of(count).Text);
    });
}
