using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Sections;

namespace Pds.Auditor.Reports.Pia;

/// <summary>
/// <c>pia.html</c>: the privacy impact assessment under the headings of a report of ISO/IEC 29134 (clause 7). What the export tells is
/// filled in and marked so; what people must write comes from <c>pia.yaml</c>, and a chapter nobody wrote says so.
/// </summary>
internal sealed class PiaPage(ReportModel report, PiaAnswers answers)
{
    private readonly List<string> missing = [];

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        // The body first: its head says which chapters are missing.
        var body = new Html();
        WriteChapters(body);
        return Page.Of(answers.Name ?? report.Texts["pia.title"], report.Language, report.Texts, html =>
        {
            html.In("p", report.Texts["pia.lead"], ("class", "lead"));
            ReportHead.Write(html, report);
            html.In("p", report.Checks["verdict." + report.Verdict.Word], ("class", "verdict " + report.Verdict.Word));
            html.In("dl", () =>
            {
                Fact(html, "author", answers.Author);
                Fact(html, "evaluator", answers.Evaluator);
                Fact(html, "validator", answers.Validator);
            }, ("class", "facts"));
            if (missing.Count > 0)
            {
                html.In("p", report.Texts.Format("pia.missing", missing.Count, string.Join(report.Texts["separator"], missing)), ("class", "answer missing"));
            }

            html.Raw(body.ToString());
            html.In("footer", () => html.In("p", report.Texts["footer"]));
        });
    }

    private void WriteChapters(Html html)
    {
        Chapter(html, "scope", () =>
        {
            Written(html, "necessity");
            Written(html, "description");
            Written(html, "lifecycle");
            Written(html, "supports");
            Part(html, new Declarations());
            Written(html, "risk_criteria");
            html.In("p", report.Texts["pia.levels"], ("class", "note"));
            Written(html, "people");
            Written(html, "responsibilities");
            Written(html, "consultation.residents");
            Written(html, "consultation.officer");
        });
        Chapter(html, "requirements", () =>
        {
            Written(html, "standards");
            Part(html, new Proportionality());
            Written(html, "proportionality");
            Part(html, new Withdrawals());
            Written(html, "information");
            Written(html, "access");
            Written(html, "rectification");
            Written(html, "accuracy");
            Written(html, "processors");
            Written(html, "transfers");
            Part(html, new ConsentStates());
            Part(html, new UsesByMonth());
            Part(html, new PolicyChanges());
        });
        Chapter(html, "assessment", () =>
        {
            WriteRisks(html);
            Part(html, new ControlResults());
            Part(html, new VerificationResult());
        });
        Chapter(html, "treatment", () =>
        {
            Written(html, "treatment_plan");
            WriteMeasures(html);
        });
        Chapter(html, "decision", () =>
        {
            Written(html, "conclusion");
            WriteApproval(html);
        });
        Chapter(html, "summary", () => Part(html, new KeyFigures()));
    }

    private void Chapter(Html html, string key, Action content) => html.In("section", () =>
    {
        html.In("h2", report.Texts["pia.chapter." + key], ("id", key + "-h"));
        content();
    }, ("id", "chapter-" + key), ("aria-labelledby", key + "-h"));

    private void Part(Html html, ISection section)
    {
        html.In("div", () =>
        {
            Heading(html, report.Texts["section." + section.Key], "pia.from-export");
            html.IsDeeper = true;
            section.Write(html, report);
            html.IsDeeper = false;
        }, ("id", section.Key));
    }

    private void Written(Html html, string key)
    {
        Heading(html, report.Texts["pia." + key], "pia.by-people");
        Answer(html, answers[key], "pia." + key);
    }

    private void Heading(Html html, string text, string origin) =>
        html.In("h3", () => html.Text(text).In("span", report.Texts[origin], ("class", "tag")), ("class", "part"));

    private void Answer(Html html, string? text, string key)
    {
        if (text is null)
        {
            missing.Add(report.Texts[key]);
        }

        html.In("div", () => html.Text(text ?? report.Texts["pia.not-written"], maxChars: 10_000), ("class", text is null ? "answer missing" : "answer"));
    }

    private void WriteRisks(Html html)
    {
        Heading(html, report.Texts["pia.risks"], "pia.by-people");
        new DataTable(
            report.Texts["pia.risks"],
            [.. new[] { "kind", "impacts", "threats", "sources", "severity", "likelihood", "text" }.Select(key => report.Texts["risk." + key])],
            [.. answers.Risks.Select(risk => (IReadOnlyList<TableCell>)[
                report.Texts["risk." + risk.Kind], Lines(risk.Impacts), Lines(risk.Threats), Lines(risk.Sources), Level(risk.Severity), Level(risk.Likelihood), risk.Text,
            ])]).Write(html, report.Texts);
        foreach (var kind in PiaAnswers.RiskKinds.Where(kind => answers.Risks.All(risk => risk.Kind != kind)))
        {
            Answer(html, null, "risk." + kind);
        }
    }

    private void WriteMeasures(Html html)
    {
        Heading(html, report.Texts["pia.measures"], "pia.by-people");
        new DataTable(
            report.Texts["pia.measures"], [report.Texts["measure.title"], report.Texts["measure.text"], report.Texts["measure.against"]],
            [.. answers.Measures.Select(measure => (IReadOnlyList<TableCell>)[measure.Title, measure.Text, Against(measure)])]).Write(html, report.Texts);
    }

    private void WriteApproval(Html html)
    {
        Heading(html, report.Texts["pia.approval"], "pia.by-people");
        if (answers["approval.decision"] is not { } decision)
        {
            Answer(html, null, "pia.approval");
            return;
        }

        html.In("dl", () =>
        {
            Fact(html, "decision", report.Texts["approval." + decision]);
            Fact(html, "by", answers["approval.by"]);
            Fact(html, "on", answers["approval.on"]);
            Fact(html, "text", answers["approval.text"]);
        }, ("class", "facts"));
    }

    private void Fact(Html html, string key, string? text)
    {
        html.In("dt", report.Texts["pia.fact." + key]);
        html.In("dd", text ?? report.Texts["pia.not-written"]);
    }

    private string Level(int level) => report.Texts[$"level.{level}"];

    private string Lines(IReadOnlyList<string> texts) => string.Join(report.Texts["separator"], texts);

    private string Against(PiaMeasure measure) =>
        Lines([.. answers.Risks.Where(risk => risk.Measures.Contains(measure.Title)).Select(risk => report.Texts["risk." + risk.Kind])]);
}
