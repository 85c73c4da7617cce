using System.Text;
using Pds.Auditor.Verify;
using Pds.Cryptography;

namespace Pds.Auditor.Reports.Pages;

/// <summary>
/// A page that stands alone: no script, no resource from anywhere, one style sheet inside, allowed by its hash and by nothing else (CSP Level 3
/// section 2.3.1, <c>style-src 'sha256-…'</c>).
/// </summary>
internal static class Page
{
    private static readonly string Style = ReadStyle();

    /// <summary>The policy of every page.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(Sha256.Hash(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    /// <summary>The whole page.</summary>
    /// <param name="title">Its title, and its first heading.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="texts">The report's texts.</param>
    /// <param name="content">What is in <c>main</c>.</param>
    public static string Of(string title, string language, AuditTexts texts, Action<Html> content)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>\n").In("html", () =>
        {
            html.In("head", () =>
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
                html.In("title", title);
                html.Raw($"<style>{Style}</style>\n");
            });
            html.In("body", () =>
            {
                html.In("a", texts["skip"], ("class", "skip"), ("href", "#main"));
                html.In("main", () =>
                {
                    html.In("h1", title);
                    content(html);
                }, ("id", "main"));
            });
        }, ("lang", language));
        return html.ToString();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Pds.Auditor.Resources.report.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
