using System.Globalization;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Reports.Tables;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Reports.Law;

/// <summary>Who asked outside what was allowed, by organisation, month and reason, from the refusal entries (FEATURES Q11).</summary>
internal static class Deviations
{
    /// <summary>One line of it.</summary>
    /// <param name="Month">Tokyo month.</param>
    /// <param name="Organization">Its name; a placeholder for callers the log could not name.</param>
    /// <param name="Id">Its id; empty for those.</param>
    /// <param name="Reason">In the words of errors.proto.</param>
    /// <param name="Sentence">The same for people; empty for a reason this program does not know.</param>
    /// <param name="Count">How often.</param>
    /// <param name="Persons">About how many persons that organisation's month was.</param>
    /// <param name="IsAboveCeilings">True for what asks for more than a purpose or consent allows.</param>
    internal sealed record Line(
        string Month, string Organization, string Id, string Reason, string Sentence, long Count, int Persons, bool IsAboveCeilings);

    /// <summary>All lines, by month, then organisation, then reason.</summary>
    public static IReadOnlyList<Line> Of(AuditStory story, AuditTexts texts) =>
    [
        .. from pair in story.OrganizationMonths
           from refused in pair.Value.Refused
           let known = RefusalCodes.TryParse(refused.Key, out var reason) ? reason : (RefusalReason?)null
           let id = pair.Key.Organization.ToString()
           orderby pair.Key.Month, id, refused.Key
           select new Line(
               pair.Key.Month, id.Length == 0 ? texts["nobody"] : story.NameOf(pair.Key.Organization), id, refused.Key,
               known is { } why ? RefusalText.Sentence(why) : "",
               refused.Value, pair.Value.Persons.Count, known?.IsAboveCeilings() == true),
    ];

    /// <summary>Writes <c>deviations.csv</c>.</summary>
    public static void Write(AuditStory story, AuditTexts texts, string path)
    {
        using var file = new CsvFile(path, ReportTables.Deviations, texts);
        foreach (var line in Of(story, texts))
        {
            file.Write(
                int.Parse(line.Month[..4], CultureInfo.InvariantCulture), int.Parse(line.Month[5..], CultureInfo.InvariantCulture),
                line.Organization, line.Id, line.Reason, line.Sentence, line.Count, texts[line.IsAboveCeilings ? "deviation.above" : "deviation.other"]);
        }
    }
}
