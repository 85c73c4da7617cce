using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Tables;

/// <summary><c>usage.csv</c>: one row an entry about a call for data, written as the log is read.</summary>
internal sealed class UsageTable(AuditStory story, string path, AuditTexts texts) : IStoryPart, IDisposable
{
    private readonly CsvFile file = new(path, ReportTables.Usage, texts);

    /// <inheritdoc/>
    public void See(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case DisclosureIntended e:
                Write(leaf, e.Grant, e.Recipient, e.Fields);
                break;
            case Disclosed e:
                Write(leaf, e.Grant, e.Recipient, e.Fields, e.Records);
                break;
            case DisclosureStopped e:
                Write(leaf, e.Grant, e.Recipient, reason: e.Reason);
                break;
            case DisclosureRefused e:
                Write(leaf, e.Grant, e.Recipient, reason: e.Reason, rule: e.Rule, count: e.Count);
                break;
            case CallRefused e:
                Write(leaf, null, e.Caller, reason: e.Reason, count: e.Count);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write(
        StoryLeaf leaf, GrantId? grant, OrganizationId? recipient, IReadOnlyList<string>? fields = null, int? records = null, string? reason = null,
        int? rule = null, long count = 1)
    {
        var purpose = grant is { } id && story.Consents.TryGetValue(id, out var consent) ? consent.Purpose : "";
        var sentence = RefusalCodes.TryParse(reason, out var known) ? RefusalText.Sentence(known) : "";
        file.Write(
            leaf.Index, leaf.Entry.At, texts["event." + leaf.Entry.Kind], grant, leaf.Who, story.NameOf(recipient), recipient, purpose,
            string.Join(texts["separator"], fields ?? []), records, rule, reason, sentence, count);
    }
}
