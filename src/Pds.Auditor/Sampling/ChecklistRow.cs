using System.Globalization;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Sampling;

/// <summary>One drawn disclosure as people read it, the same in every form of the checklist.</summary>
internal sealed class ChecklistRow(AuditTexts texts, DrawnDisclosure drawn)
{
    /// <summary>The boxes to tick: keys of the sentences. What the log itself shows was verified already; these are about what lies outside it.</summary>
    public static IReadOnlyList<string> Boxes { get; } = ["box.who", "box.why", "box.needed", "box.kept", "box.elsewhere", "box.resident"];

    /// <summary>Names of the columns, as keys; the same order as <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["number", "leaf", "time", "recipient", "purpose", "consented", "read", "records", "until", "keeping", "evidence", "consent-leaf", "intent-leaf", "grant", "resident"];

    /// <summary>The values.</summary>
    public IReadOnlyList<string> Cells =>
    [
        Number(drawn.Number),
        Number(drawn.Leaf),
        Moment(drawn.Disclosed.At),
        drawn.Recipient,
        Printable.Of(drawn.Words?.Purpose is { Length: > 0 } name ? $"{name} ({PurposeId})" : PurposeId),
        Labels(drawn.Granted?.Entry.Fields ?? []),
        Labels(drawn.Disclosed.Fields),
        Number(drawn.Disclosed.Records),
        drawn.Granted is { } until ? Moment(until.Entry.Ends) : "",
        drawn.Granted is { } kept ? texts.Format("days", kept.Entry.RetentionDays) : "",
        Printable.Of(drawn.Granted?.Entry.EvidenceType ?? ""),
        drawn.Granted is { } granted ? Number(granted.Leaf) : "",
        drawn.Intent is { } intent ? Number(intent.Leaf) : "",
        drawn.Disclosed.Grant.ToString(),
        drawn.Who?.ToString() ?? "",
    ];

    private string PurposeId => drawn.Granted?.Entry.Purpose ?? drawn.Intent?.Entry.Purpose ?? "";

    private string Labels(IReadOnlyList<string> fields) => string.Join(
        texts["separator"], fields.Select(field => Printable.Of(drawn.Words?.Labels.GetValueOrDefault(field) is { Length: > 0 } label ? label : field)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) => time.ToOffset(TokyoTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
