using System.Globalization;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>
/// What the opened entries of an export tell, kept as small as the report needs it: consents and counts, never the log. Built in one pass, in
/// order of the log, after the verification found nothing tampered.
/// </summary>
internal sealed class AuditStory
{
    /// <summary>Consents by their id, in order of first appearance.</summary>
    public Dictionary<GrantId, ConsentStory> Consents { get; } = [];

    /// <summary>Organisations.</summary>
    public Dictionary<OrganizationId, OrganizationStory> Organizations { get; } = [];

    /// <summary>Dataset versions.</summary>
    public Dictionary<string, DatasetStory> Datasets { get; } = new(StringComparer.Ordinal);

    /// <summary>Purpose versions.</summary>
    public Dictionary<string, PurposeStory> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>Versions of the controls, oldest first.</summary>
    public List<ControlsStory> Controls { get; } = [];

    /// <summary>By Tokyo month, <c>2026-11</c>.</summary>
    public SortedDictionary<string, MonthStory> Months { get; } = new(StringComparer.Ordinal);

    /// <summary>By organisation and Tokyo month; the default id stands for callers the log could not name.</summary>
    public Dictionary<(OrganizationId Organization, string Month), MonthStory> OrganizationMonths { get; } = [];

    /// <summary>Residents that appear.</summary>
    public HashSet<Pseudonym> Residents { get; } = [];

    /// <summary>Opened leaves.</summary>
    public long Opened { get; private set; }

    /// <summary>Leaves shown by their place only, or closed.</summary>
    public long NotOpened { get; private set; }

    /// <summary>First and last time of an opened entry.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Period { get; private set; }

    /// <summary>The Tokyo month of an instant.</summary>
    public static string MonthOf(DateTimeOffset at) => at.ToOffset(TokyoTime.Offset).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>A leaf whose body is not shown.</summary>
    public void SeeNotOpened() => NotOpened++;

    /// <summary>The next opened leaf.</summary>
    public void See(StoryLeaf leaf)
    {
        Opened++;
        Period = (Period?.First ?? leaf.Entry.At, leaf.Entry.At);
        if (leaf.Who is { } who)
        {
            Residents.Add(who);
        }

        SeeCatalogue(leaf);
        SeeCalls(leaf);
        if (EntrySubject.Of(leaf.Entry).Grant is { } grant)
        {
            Consents.TryAdd(grant, new ConsentStory(grant, leaf.Who));
            Consents[grant].See(leaf);
        }
    }

    /// <summary>A definition of the catalogue, after the leaves.</summary>
    public void See(ExportedDefinition definition)
    {
        if (definition.TryReadDataset(out var dataset))
        {
            DatasetOf(definition.Id).Definition = dataset;
        }
        else if (definition.TryReadPurpose(out var purpose))
        {
            PurposeOf(definition.Id).Definition = purpose;
        }
        else if (definition.TryReadControls(out var controls) && Controls.Find(known => known.Id == definition.Id) is { } published)
        {
            published.Set = controls;
        }
    }

    /// <summary>An organisation's name; its id when the log does not name it.</summary>
    public string NameOf(OrganizationId? id) =>
        id is { } known && Organizations.TryGetValue(known, out var story) ? story.Registered.NameJa : id?.ToString() ?? "";

    private void SeeCatalogue(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case OrganizationRegistered entry:
                Organizations[entry.Organization] = new OrganizationStory(entry);
                break;
            case OrganizationSuspended entry when Organizations.TryGetValue(entry.Organization, out var known):
                Organizations[entry.Organization] = known with { Suspended = entry };
                break;
            case DatasetPublished entry:
                DatasetOf(entry.Dataset).Published = entry.At;
                break;
            case DatasetInvalidated entry:
                DatasetOf(entry.Dataset).Invalidated = entry.At;
                break;
            case RecordWritten entry:
                var dataset = DatasetOf(entry.Dataset);
                dataset.Sources.Add(entry.Source);
                dataset.Persons.Add(leaf.Who ?? default);
                break;
            case PurposeProposed entry:
                PurposeOf(entry.Purpose).Proposed = (entry, leaf.Index);
                break;
            case PurposeReviewed entry:
                PurposeOf(entry.Purpose).Reviewed = (entry, leaf.Index);
                break;
            case PurposeInvalidated entry:
                PurposeOf(entry.Purpose).Invalidated = (entry, leaf.Index);
                break;
            case ControlsPublished entry:
                Controls.Add(new ControlsStory(entry.Controls, entry.At, leaf.Index, entry.DefinitionSha256));
                break;
        }
    }

    private void SeeCalls(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case Disclosed entry:
                Count(leaf, entry.Recipient, month => month.Delivered++);
                break;
            case DisclosureStopped entry:
                Count(leaf, entry.Recipient, month => month.Stopped++);
                break;
            case DisclosureRefused entry:
                Count(leaf, entry.Recipient, month => month.Refuse(entry.Reason, entry.Count));
                break;
            case CallRefused entry:
                Count(leaf, entry.Caller ?? default, month => month.Refuse(entry.Reason, entry.Count));
                break;
        }
    }

    private void Count(StoryLeaf leaf, OrganizationId organization, Action<MonthStory> count)
    {
        var name = MonthOf(leaf.Entry.At);
        Months.TryAdd(name, new MonthStory());
        OrganizationMonths.TryAdd((organization, name), new MonthStory());
        foreach (var month in new[] { Months[name], OrganizationMonths[(organization, name)] })
        {
            count(month);
            if (leaf.Who is { } who)
            {
                month.Persons.Add(who);
            }
        }
    }

    private DatasetStory DatasetOf(string id) => Datasets.TryGetValue(id, out var known) ? known : Datasets[id] = new DatasetStory(id);

    private PurposeStory PurposeOf(string id) => Purposes.TryGetValue(id, out var known) ? known : Purposes[id] = new PurposeStory(id);
}
