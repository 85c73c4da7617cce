using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Reports.Tables;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Law;

/// <summary>
/// <c>provision-records.csv</c> (APPI art. 29, Enforcement Rules art. 20) and <c>receipt-records.csv</c> (art. 30, Enforcement Rules art.
/// 24): one row each a delivery. Whom the duty binds hangs on what the parties are (art. 16(2)), which the log does not say; addresses
/// and representatives it does not hold either. Both are said in the row.
/// </summary>
internal sealed class ProvisionRecords(AuditStory story, IReadOnlySet<GrantId> documents, AuditTexts texts)
{
    /// <summary>Writes both files; they are known once the log was read to its end.</summary>
    public void Write(IEnumerable<(Disclosed Entry, long Leaf, Pseudonym? Who)> deliveries, string provisions, string receipts)
    {
        using var given = new CsvFile(provisions, ReportTables.Provisions, texts);
        using var received = new CsvFile(receipts, ReportTables.Receipts, texts);
        foreach (var (entry, leaf, who) in deliveries)
        {
            if (!story.Consents.TryGetValue(entry.Grant, out var consent))
            {
                continue;
            }

            var purpose = story.Purposes.GetValueOrDefault(consent.Purpose)?.Definition;
            var kind = RetentionRule.ClassOf(consent, purpose, documents.Contains(entry.Grant));
            var (absent, items) = (texts["not-recorded"], string.Join(texts["separator"], entry.Fields));
            var consented = consent.Given is { } yes ? texts.Format("provision.consent", Shown.Date(yes.At)) : absent;
            var (years, rule) = (texts["retention." + kind], texts["retention.rule." + kind]);
            var until = RetentionRule.KeptUntil(kind, consent, entry.At) is { } day ? TokyoTime.StartOf(day) : (DateTimeOffset?)null;
            given.Write(
                leaf, entry.At, story.NameOf(entry.Recipient), entry.Recipient, absent, who, items, consented, entry.Grant, consent.Purpose, absent,
                years, rule, until);
            received.Write(
                leaf, entry.At, story.NameOf(entry.Recipient), SourcesOf(consent, purpose), absent, texts["provision.history"], who, items, consented, entry.Grant,
                consent.Purpose, absent, years, texts["retention.receipt." + kind], until);
        }
    }

    private string SourcesOf(ConsentStory consent, Purpose? purpose)
    {
        var sources = story.Datasets.GetValueOrDefault(purpose?.Dataset.ToString() ?? "")?.Sources;
        return sources is { Count: > 0 } ? string.Join(texts["separator"], sources.Select(source => story.NameOf(source))) : texts["not-recorded"];
    }
}
