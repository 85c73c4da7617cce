using System.Globalization;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Stories;

namespace Pds.Auditor.Reports.Sections;

/// <summary>
/// From withdrawal to effect. In the order of the log a withdrawal is in force with its own entry; how often data left behind it is
/// counted, and must be zero. The time is measured to what shows it: the first attempt behind it that was refused or stopped. Where
/// nobody tried, nothing is measured.
/// </summary>
internal sealed class Withdrawals : ISection
{
    private static readonly (string Key, TimeSpan Until)[] Classes =
    [
        ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)), ("longer", TimeSpan.MaxValue),
    ];

    /// <inheritdoc/>
    public string Key => "rights";

    /// <summary>The median and the longest of the measured times; null when there are none.</summary>
    public static (TimeSpan Median, TimeSpan Worst)? TimesOf(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? null : (sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2, sorted[^1]);
    }

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var measured = report.Story.Consents.Values.Where(consent => consent.TimeToEffect is not null).ToList();
        var (withdrawn, seen) = report.Withdrawn(consent => consent.TimeToEffect is not null);
        html.In("p", report.Texts["rights.lead"]);
        html.In("dl", () =>
        {
            Fact(html, report, "withdrawn", withdrawn.Text);
            Fact(html, report, "after", report.Withdrawn(consent => consent.UsesAfterWithdrawal > 0).Chosen.Text);
            Fact(html, report, "measured", seen.Text);
            if (TimesOf(measured.Select(consent => consent.TimeToEffect!.Value)) is { } times)
            {
                // Of few persons even a time says who.
                Fact(html, report, "median", seen.IsOpen ? Text(report, times.Median) : report.Texts["withheld"]);
                Fact(html, report, "worst", seen.IsOpen ? Text(report, times.Worst) : report.Texts["withheld"]);
            }
        }, ("class", "facts"));
        if (measured.Count > 0)
        {
            ConsentStates.Chart(html, report, "effect", [.. ClassesOf(measured, seen, report)]);
        }
    }

    private static IEnumerable<(string, Figure)> ClassesOf(List<ConsentStory> measured, Figure seen, ReportModel report)
    {
        var counts = Classes.Select((kind, n) => ReportModel.CountOf(measured.Where(consent =>
            consent.TimeToEffect <= kind.Until && (n == 0 || consent.TimeToEffect > Classes[n - 1].Until)))).ToList();
        var figures = report.Figures.OfLine(counts);
        return Classes.Select((kind, n) => (report.Texts["within." + kind.Key], seen.IsOpen ? figures[n] : report.Figures.Withheld));
    }

    private static string Text(ReportModel report, TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? report.Texts.Format("seconds", time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))
        : report.Texts.Format("hours", (long)time.TotalHours, time.Minutes, time.Seconds);

    private static void Fact(Html html, ReportModel report, string key, string text)
    {
        html.In("dt", report.Texts["rights." + key]);
        html.In("dd", text);
    }
}
