using Pds.Auditor.Reports.Cuts;

namespace Pds.Auditor.Reports.Pages;

/// <summary>Which export a page is about.</summary>
internal static class ReportHead
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, ReportModel report)
    {
        var (manifest, scope, texts) = (report.Manifest, report.Manifest.Scope, report.Texts);
        html.In("dl", () =>
        {
            Fact("origin", manifest.Origin);
            Fact("export", manifest.Export.ToString());
            Fact("made", Shown.Time(manifest.MadeAt));
            Fact("period", report.Story.Period is { } period ? texts.Format("from-to", Shown.Date(period.First), Shown.Date(period.Last)) : texts["none"]);
            Fact("scope", ScopeOf(scope, texts));
            Fact("leaves", texts.Format("leaves", Shown.Number(manifest.Size), Shown.Number(report.Story.Opened), Shown.Number(report.Story.NotOpened)));
            if (report.Cut == Cut.Technical)
            {
                Fact("log-key", report.Verdict.LogKey ?? "");
            }
        }, ("class", "facts"));

        void Fact(string key, string text)
        {
            html.In("dt", texts["head." + key]);
            html.In("dd", () => html.In("bdi", text));
        }
    }

    private static string ScopeOf(Consent.ExportScope scope, Verify.AuditTexts texts)
    {
        var parts = new List<string>();
        Add("scope.from", scope.From is { } from ? Shown.Time(from) : null);
        Add("scope.until", scope.Until is { } until ? Shown.Time(until) : null);
        Add("scope.purpose", scope.Purpose?.ToString());
        Add("scope.organization", scope.Organization?.ToString());
        Add("scope.resident", scope.Resident?.ToString());
        return parts.Count == 0 ? texts["scope.all"] : string.Join(texts["separator"], parts);

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                parts.Add(texts.Format(key, value));
            }
        }
    }
}
