using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Cryptography;

namespace Pds.Auditor.Reports.Tables;

/// <summary><c>consents.csv</c>: one row a consent, in order of first appearance.</summary>
internal sealed class ConsentsTable(AuditTexts texts)
{
    private string Separator => texts["separator"];

    /// <summary>Writes it.</summary>
    public void Write(AuditStory story, string path)
    {
        using var file = new CsvFile(path, ReportTables.Consents, texts);
        foreach (var consent in story.Consents.Values)
        {
            Write(story, consent, file);
        }
    }

    private void Write(AuditStory story, ConsentStory consent, CsvFile file)
    {
        var given = consent.Given;
        var purpose = story.Purposes.GetValueOrDefault(consent.Purpose)?.Definition;
        file.Write(
            consent.Grant, consent.Who, texts["state." + consent.State], story.NameOf(consent.Recipient), consent.Recipient,
            consent.Purpose, purpose?.NameJa, purpose?.Dataset, Join(consent.Asked?.Fields), Join(given?.Fields), Join(consent.Read.Order(StringComparer.Ordinal)),
            consent.Asked?.At, given?.At, given?.Starts, given?.Ends,
            consent.End?.At, given?.RetentionDays, given is null ? "" : texts["mode." + given.Mode], given?.CallsPerPeriod,
            given?.Period is { } period ? texts["period." + period] : "", given is null ? "" : texts.Find("channel." + given.EvidenceType) ?? given.EvidenceType,
            given?.ActedBy, consent.Uses, consent.Refused,
            consent.TimeToEffect is { } effect ? (long)effect.TotalSeconds : null, given is null ? "" : Base64Url.Encode(given.ConsentDigest),
            consent.Steps.Count > 0 ? consent.Steps[0].Leaf : null);
    }

    private string Join(IEnumerable<string>? fields) => string.Join(Separator, fields ?? []);
}
