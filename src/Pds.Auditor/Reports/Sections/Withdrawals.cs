using System.Globalization;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>
/// From withdrawal to effect. In the order of the log a withdrawal is in force with its own entry; how often data left behind it is counted, and must be
/// zero. The time is measured to what shows it: the first attempt behind it that was refused or stopped. Where nobody tried, nothing is measured.
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
        var withdrawn = report.Story.Consents.Values.Where(consent => consent.IsWithdrawn).ToList();
        var measured = withdrawn.Where(consent => consent.TimeToEffect is not null).ToList();
        html.In("p", report.Texts["rights.lead"]);
        html.In("dl", () =>
        {
            Fact(html, report, "withdrawn", report.Figures.Of(ReportModel.CountOf(withdrawn)).Text);
            Fact(html, report, "after", report.Figures.Of(ReportModel.CountOf(withdrawn.Where(consent => consent.UsesAfterWithdrawal > 0))).Text);
            Fact(html, report, "measured", report.Figures.Of(ReportModel.CountOf(measured)).Text);
            if (TimesOf(measured.Select(consent => consent.TimeToEffect!.Value)) is { } times)
            {
                // Of few persons even a time says who: the public sees the classes only.
                var hidden = report.Cut == Cut.Public && ReportModel.CountOf(measured).IsSmall;
                Fact(html, report, "median", hidden ? report.Texts["withheld"] : Text(report, times.Median));
                Fact(html, report, "worst", hidden ? report.Texts["withheld"] : Text(report, times.Worst));
            }
        }, ("class", "facts"));
        if (measured.Count > 0)
        {
            var lower = TimeSpan.MinValue;
            var counts = new List<(string, Count)>();
            foreach (var (key, until) in Classes)
            {
                var from = lower;
                counts.Add((report.Texts["within." + key], ReportModel.CountOf(measured.Where(consent => consent.TimeToEffect > from && consent.TimeToEffect <= until))));
                lower = until;
            }

            ConsentStates.Chart(html, report, "effect", counts);
        }
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
