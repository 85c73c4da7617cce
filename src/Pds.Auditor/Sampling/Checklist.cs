using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Sampling;

/// <summary>The checklist to print: the same rows as HTML, Markdown and CSV.</summary>
/// <param name="texts">Its sentences.</param>
/// <param name="language">BCP 47 tag of them.</param>
/// <param name="sample">What was drawn.</param>
internal sealed class Checklist(AuditTexts texts, string language, Sample sample)
{
    private const string Box = "☐";

    // Everything that HTML gives a meaning is escaped; Japanese stays readable in the source.
    private static readonly HtmlEncoder Escaping = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly List<IReadOnlyList<string>> rows = [.. sample.Drawn.Select(one => new ChecklistRow(texts, one).Cells)];

    /// <summary>Writes <c>checklist.html</c>, <c>checklist.md</c> and <c>checklist.csv</c> into a folder.</summary>
    public void WriteTo(DirectoryInfo folder)
    {
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "checklist.html"), Html(), new UTF8Encoding(false));
        File.WriteAllText(Path.Combine(folder.FullName, "checklist.md"), Markdown(), new UTF8Encoding(false));

        // Spreadsheets take UTF-8 for another encoding unless the mark is there.
        File.WriteAllText(Path.Combine(folder.FullName, "checklist.csv"), Csv(), new UTF8Encoding(true));
    }

    /// <summary>One section a disclosure, boxes below it.</summary>
    public string Markdown()
    {
        var text = new StringBuilder($"# {texts["title"]}\n\n");
        foreach (var line in Head())
        {
            text.Append($"- {Escaped(line)}\n");
        }

        text.Append($"\n| {texts["column.recipient"]} | {texts["stratum.all"]} | {texts["stratum.drawn"]} |\n|---|---|---|\n");
        foreach (var (recipient, all, drawn) in sample.Strata)
        {
            text.Append($"| {Escaped(recipient)} | {all} | {drawn} |\n");
        }

        foreach (var row in rows)
        {
            text.Append($"\n## {texts.Format("item", row[0], row[1])}\n\n");
            for (var n = 2; n < row.Count; n++)
            {
                text.Append($"- {Column(n)}: {Escaped(row[n])}\n");
            }

            text.Append('\n').AppendJoin("", ChecklistRow.Boxes.Select(box => $"- [ ] {texts[box]}\n")).Append($"- {texts["note"]}: \n");
        }

        return text.Append($"\n{texts["signed"]}\n").ToString();
    }

    /// <summary>A page of its own: no script, no address, prints on A4.</summary>
    public string Html()
    {
        var page = new StringBuilder($$"""
            <!doctype html>
            <html lang="{{language}}">
            <head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{{Html(texts["title"])}}</title>
            <style>
            body { font: 11pt/1.6 sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color: #111 }
            h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; border-top: 1px solid #555; padding-top: .6rem }
            section { break-inside: avoid } table { border-collapse: collapse } th, td { border: 1px solid #767676; padding: .1rem .5rem; text-align: left }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 } dt { color: #444 } dd { margin: 0; overflow-wrap: anywhere }
            ul.boxes { list-style: none; padding: 0 } .line { border-bottom: 1px solid #767676; height: 1.8rem }
            @page { size: A4; margin: 15mm }
            </style></head><body><h1>{{Html(texts["title"])}}</h1>

            """);
        page.Append("<ul>").AppendJoin("", Head().Select(line => $"<li>{Html(line)}</li>")).Append("</ul>\n");
        page.Append($"<table><thead><tr><th scope=\"col\">{Html(texts["column.recipient"])}</th><th scope=\"col\">{Html(texts["stratum.all"])}</th><th scope=\"col\">{Html(texts["stratum.drawn"])}</th></tr></thead><tbody>\n");
        page.AppendJoin("", sample.Strata.Select(one => $"<tr><td>{Html(one.Recipient)}</td><td>{one.All}</td><td>{one.Drawn}</td></tr>\n")).Append("</tbody></table>\n");
        foreach (var row in rows)
        {
            page.Append($"<section><h2>{Html(texts.Format("item", row[0], row[1]))}</h2>\n<dl>");
            for (var n = 2; n < row.Count; n++)
            {
                page.Append($"<dt>{Html(Column(n))}</dt><dd>{Html(row[n])}</dd>\n");
            }

            page.Append("</dl>\n<ul class=\"boxes\">").AppendJoin("", ChecklistRow.Boxes.Select(box => $"<li>{Box} {Html(texts[box])}</li>\n"))
                .Append($"</ul>\n<p>{Html(texts["note"])}</p><div class=\"line\"></div></section>\n");
        }

        return page.Append($"<p>{Html(texts["signed"])}</p><div class=\"line\"></div>\n</body></html>\n").ToString();
    }

    /// <summary>RFC 4180, one line a disclosure, an empty cell for each box.</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        Append(text, [.. Enumerable.Range(0, ChecklistRow.Columns.Count).Select(Column), .. ChecklistRow.Boxes.Select(box => texts[box]), texts["note"]]);
        foreach (var row in rows)
        {
            Append(text, [.. row, .. ChecklistRow.Boxes.Select(_ => ""), ""]);
        }

        return text.ToString();
    }

    private IEnumerable<string> Head() =>
    [
        texts.Format("head.export", sample.Manifest.Export, sample.Manifest.Origin, sample.Manifest.Size),
        texts.Format("head.root", sample.RootText),
        texts.Format("head.seed", sample.Seed),
        texts.Format("head.drawn", sample.Drawn.Count, sample.All),
        texts["head.verified"],
        texts["head.weights"],
    ];

    private string Column(int n) => texts["column." + ChecklistRow.Columns[n]];

    private static string Html(string text) => Escaping.Encode(text);

    // What Markdown or the HTML in it gives a meaning.
    private static string Escaped(string text) => string.Concat(text.Select(c => c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '&' ? "\\" + c : c.ToString()));

    // A cell that begins like a formula would be one in the reader's spreadsheet.
    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(cell =>
        $"\"{(cell is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
}
