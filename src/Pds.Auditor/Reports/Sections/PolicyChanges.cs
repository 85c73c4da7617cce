using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>
/// How many purposes, datasets and organisations came and went, by month; each of them is a line of <c>policy-changes.csv</c>.
/// </summary>
internal sealed class PolicyChanges : ISection
{
    /// <inheritdoc/>
    public string Key => "policy";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        var story = report.Story;
        var changes = story.Purposes.Values
            .SelectMany(purpose => new (string Event, DateTimeOffset? At)[]
            {
                ("purpose_proposed", purpose.Proposed?.Entry.At), ("purpose_reviewed", purpose.Reviewed?.Entry.At),
                ("purpose_invalidated", purpose.Invalidated?.Entry.At),
            })
            .Concat(story.Datasets.Values.SelectMany(dataset => new (string Event, DateTimeOffset? At)[]
            {
                ("dataset_published", dataset.Published), ("dataset_invalidated", dataset.Invalidated),
            }))
            .Concat(story.Organizations.Values.SelectMany(organization => new (string Event, DateTimeOffset? At)[]
            {
                ("organization_registered", organization.Registered.At), ("organization_suspended", organization.Suspended?.At),
            }))
            .Where(change => change.At is not null)
            .GroupBy(change => (Month: Stories.AuditStory.MonthOf(change.At!.Value), change.Event))
            .OrderBy(group => group.Key.Month, StringComparer.Ordinal).ThenBy(group => group.Key.Event, StringComparer.Ordinal);
        new DataTable(
            report.Texts["policy.table"], [report.Texts["month"], report.Texts["col.event"], report.Texts["count"]],
            [.. changes.Select(group => (IReadOnlyList<TableCell>)[
                group.Key.Month, report.Texts["event." + group.Key.Event], TableCell.Number(Shown.Number(group.Count()))])]).Write(html, report.Texts);
    }
}
