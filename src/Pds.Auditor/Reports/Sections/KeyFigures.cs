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
        var story = report.Story;
        var users = story.Consents.Values.Where(consent => consent.Uses > 0).ToList();
        var (withdrawn, after) = report.Withdrawn(consent => consent.UsesAfterWithdrawal > 0);
        html.In("dl", () =>
        {
            Fact("residents", report.Figures.Of(Count.OfPersons(story.Residents.Count)));
            Fact("consents", report.Given());
            Fact("active", report.States()[GrantState.Active]);
            Fact("uses", report.Figures.Of(new Count(users.Sum(consent => consent.Uses), users.Select(consent => consent.Who).Distinct().Count())));
            Fact("refusals", report.Figures.Of(new Count(
                story.Months.Values.Sum(month => month.AllRefused), story.Months.Values.SelectMany(month => month.Persons).Distinct().Count())));
            Fact("withdrawn", withdrawn);
            Fact("after-withdrawal", after);
            Fact("organizations", report.Figures.Of(new Count(story.Organizations.Count, 0)));
        }, ("class", "keys"));

        void Fact(string key, Figure figure) => html.In("div", () =>
        {
            html.In("dt", report.Texts["figure." + key]);
            html.In("dd", figure.Text);
        });
    }
}
