using Pds.Auditor.Exports;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Pia;

/// <summary>
/// <c>pia.json</c>: the assessment as the PIA tool of the CNIL exports and imports it: one object <c>pia answers measures evaluations
/// comments</c>, an answer for each question by its number (<c>reference_to</c>), texts as HTML, levels 1 to 4 as <c>gauge</c>.
/// Evaluations and comments are made in the tool.
/// </summary>
internal sealed class PiaJson(ReportModel report, PiaAnswers answers)
{
    private const int Id = 1;

    private static readonly HtmlEncoder Escape = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The tool's numbers of the three feared events: illegitimate access, unwanted change, disappearance.
    private static readonly IReadOnlyDictionary<string, int> Events = new Dictionary<string, int> { ["access"] = 320, ["change"] = 330, ["loss"] = 340 };

    private readonly string at = Instant.Format(report.Manifest.MadeAt);

    /// <summary>The file.</summary>
    public string ToJson() => new JsonObject
    {
        ["pia"] = Head(),
        ["answers"] = Numbered([.. Texts(), .. answers.Risks.SelectMany(Risk)]),
        ["measures"] = Numbered(answers.Measures.Select(measure => new JsonObject
        {
            ["title"] = measure.Title, ["pia_id"] = Id, ["content"] = AsHtml(measure.Text), ["placeholder"] = null, ["created_at"] = at,
        })),
        ["evaluations"] = new JsonArray(),
        ["comments"] = new JsonArray(),
    }.ToJsonString(Writing);

    private JsonObject Head() => new()
    {
        ["id"] = Id,
        ["status"] = 0,
        ["is_example"] = 0,
        ["is_archive"] = 0,
        ["name"] = answers.Name ?? report.Texts["pia.title"],
        ["category"] = report.Manifest.Origin,
        ["author_name"] = answers.Author ?? "",
        ["evaluator_name"] = answers.Evaluator ?? "",
        ["validator_name"] = answers.Validator ?? "",
        ["dpos_names"] = answers["consultation.officer_names"],
        ["dpo_opinion"] = answers["consultation.officer"],
        ["people_names"] = answers["consultation.residents_names"],
        ["concerned_people_searched_opinion"] = answers["consultation.residents"] is not null,
        ["concerned_people_opinion"] = answers["consultation.residents"],
        ["progress"] = 0,
        ["structure_id"] = "",
        ["created_at"] = at,
        ["updated_at"] = at,
    };

    private IEnumerable<JsonObject> Texts()
    {
        var facts = new PiaFacts(report);
        return new (int Question, string? Text)[]
        {
            (111, Join(answers["necessity"], answers["description"])),
            (112, Join(answers["responsibilities"], facts.Parties())),
            (113, answers["standards"]),
            (121, facts.Data()),
            (122, answers["lifecycle"]),
            (123, answers["supports"]),
            (211, facts.Purposes()),
            (212, facts.Basis()),
            (213, Join(answers["proportionality"], facts.Items())),
            (214, answers["accuracy"]),
            (215, facts.Retention()),
            (221, answers["information"]),
            (222, facts.Consents()),
            (223, answers["access"]),
            (224, answers["rectification"]),
            (225, facts.Stopping()),
            (226, answers["processors"]),
            (227, answers["transfers"]),
        }.Where(answer => answer.Text is not null).Select(answer => Answer(answer.Question, answer.Text));
    }

    private static IEnumerable<(int Question, string? Text, int? Gauge, IReadOnlyList<string> List)> RiskAnswers(PiaRisk risk)
    {
        var first = Events[risk.Kind];
        return
        [
            (first + 1, null, null, risk.Impacts), (first + 2, null, null, risk.Threats), (first + 3, null, null, risk.Sources), (first + 4, null, null, risk.Measures),
            (first + 5, risk.Text, risk.Severity, []), (first + 6, risk.Text, risk.Likelihood, []),
        ];
    }

    private IEnumerable<JsonObject> Risk(PiaRisk risk) => RiskAnswers(risk).Select(answer => Answer(answer.Question, answer.Text, answer.Gauge, answer.List));

    private JsonObject Answer(int question, string? text, int? gauge = null, IReadOnlyList<string>? list = null) => new()
    {
        ["pia_id"] = Id,
        ["reference_to"] = question,
        ["data"] = new JsonObject
        {
            ["text"] = text is null ? null : AsHtml(text), ["gauge"] = gauge, ["list"] = new JsonArray([.. (list ?? []).Select(one => (JsonNode)Printable.Of(one))]),
        },
        ["created_at"] = at,
        ["updated_at"] = at,
    };

    private static JsonArray Numbered(IEnumerable<JsonObject> items)
    {
        var all = new JsonArray();
        foreach (var item in items)
        {
            item["id"] = all.Count + 1;
            all.Add((JsonNode)item);
        }

        return all;
    }

    // The tool shows texts as HTML: foreign text must not become markup in it.
    private static string AsHtml(string text) => string.Concat(
        text.ReplaceLineEndings("\n").Split('\n').Select(line => $"<p>{Escape.Encode(Printable.Of(line, 10_000))}</p>"));

    private static string? Join(params ReadOnlySpan<string?> texts)
    {
        var written = texts.ToArray().Where(text => !string.IsNullOrEmpty(text)).ToList();
        return written.Count == 0 ? null : string.Join("\n", written);
    }
}
