using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Reports.Sections;

namespace Pds.Auditor.Reports.Pages;

/// <summary><c>index.html</c>: the audit report.</summary>
internal static class IndexPage
{
    private static IReadOnlyList<ISection> PartsOf(ReportModel report, PiaAnswers answers) =>
    [
        new KeyFigures(), new VerificationResult(), new ConsentStates(), new UsesByMonth(), new Proportionality(), new Withdrawals(), new ControlResults(),
        new MonthlyDeviations(), new Declarations(), new PolicyChanges(), new RegisterOfFiles(answers),
        .. (ISection[])(report.Cut == Cut.Technical ? [new ConsentChains()] : []),
    ];

    /// <summary>The page.</summary>
    /// <param name="report">What it is made from.</param>
    /// <param name="answers">What people wrote.</param>
    /// <param name="files">Names of the files beside it.</param>
    public static string Of(ReportModel report, PiaAnswers answers, IReadOnlyList<string> files) => Page.Of(report.Texts["title"], report.Language, report.Texts, html =>
    {
        var parts = PartsOf(report, answers);
        html.In("p", report.Texts["cut." + report.Cut], ("class", "lead"));
        ReportHead.Write(html, report);
        html.In("nav", () => html.In("ol", () =>
        {
            foreach (var part in parts)
            {
                html.In("li", () => html.In("a", report.Texts["section." + part.Key], ("href", "#" + part.Key)));
            }
        }), ("aria-label", report.Texts["contents"]));
        foreach (var part in parts)
        {
            html.In("section", () =>
            {
                html.In("h2", report.Texts["section." + part.Key], ("id", part.Key + "-h"));
                part.Write(html, report);
            }, ("id", part.Key), ("aria-labelledby", part.Key + "-h"));
        }

        html.In("section", () =>
        {
            html.In("h2", report.Texts["section.files"], ("id", "files-h"));
            html.In("p", report.Texts["files.lead"]);
            html.In("ul", () => files.ToList().ForEach(file => html.In("li", () => html.In("a", file, ("href", file)).Text(" " + report.Texts["file." + file]))));
        }, ("id", "files"), ("aria-labelledby", "files-h"));
        html.In("footer", () => html.In("p", report.Texts["footer"]));
    });
}
