namespace Pds.Ledger;

/// <summary>An auditor asked for an export of the log; entered before anything is opened for it. Exports chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Export">The export.</param>
/// <param name="Auditor">Who asked.</param>
/// <param name="Recipient">The age recipient it is sealed to, <c>age1…</c>.</param>
/// <param name="Reason">Why, as the auditor gave it.</param>
public sealed record ExportRequested(DateTimeOffset At, ExportId Export, OrganizationId Auditor, string Recipient, string Reason) : LedgerEntry(At)
{
    internal const string KindName = "export_requested";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>First instant of the period, or null for no lower bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First instant after the period (half-open), or null for no upper bound.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only this purpose, <c>code@version</c>; null for all.</summary>
    public string? Purpose { get; init; }

    /// <summary>Only what concerns this organisation; null for all.</summary>
    public OrganizationId? Organization { get; init; }

    /// <summary>Only the resident an earlier export named so; null for all.</summary>
    public Pseudonym? Resident { get; init; }

    internal static ExportRequested Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ExportId>("export", ExportId.TryParse),
        reader.Parsed<OrganizationId>("auditor", OrganizationId.TryParse),
        reader.Text("recipient"),
        reader.Text("reason"))
    {
        From = reader.OptionalParsed<DateTimeOffset>("from", Instant.TryParse),
        Until = reader.OptionalParsed<DateTimeOffset>("until", Instant.TryParse),
        Purpose = reader.OptionalText("purpose"),
        Organization = reader.OptionalParsed<OrganizationId>("organization", OrganizationId.TryParse),
        Resident = reader.OptionalParsed<Pseudonym>("resident", Pseudonym.TryParse),
    };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("export", Export.ToString());
        writer.Text("auditor", Auditor.ToString());
        writer.Text("recipient", Recipient);
        writer.Text("reason", Reason);
        writer.Text("from", From is { } from ? Instant.Format(from) : null);
        writer.Text("until", Until is { } until ? Instant.Format(until) : null);
        writer.Text("purpose", Purpose);
        writer.Text("organization", Organization?.ToString());
        writer.Text("resident", Resident?.ToString());
    }
}

/// <summary>An export came to its end. Exports chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Export">The export.</param>
/// <param name="Outcome"><c>made</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="ManifestSha256">Digest of the manifest inside, 32 bytes; null unless made.</param>
/// <param name="FileSha256">Digest of the sealed file, 32 bytes; null unless made.</param>
public sealed record ExportEnded(
    DateTimeOffset At, ExportId Export, string Outcome, byte[]? ManifestSha256 = null, byte[]? FileSha256 = null) : LedgerEntry(At)
{
    internal const string KindName = "export_ended";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ExportEnded Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ExportId>("export", ExportId.TryParse),
        reader.Text("outcome"),
        reader.OptionalBytes("manifest_sha256", 32),
        reader.OptionalBytes("file_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("export", Export.ToString());
        writer.Text("outcome", Outcome);
        writer.Bytes("manifest_sha256", ManifestSha256);
        writer.Bytes("file_sha256", FileSha256);
    }
}

/// <summary>The sealed file of an export was given out; entered once, before its first byte is. Exports chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Export">The export.</param>
/// <param name="By">Who fetches it.</param>
public sealed record ExportFetched(DateTimeOffset At, ExportId Export, OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "export_fetched";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ExportFetched Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ExportId>("export", ExportId.TryParse),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("export", Export.ToString());
        writer.Text("by", By.ToString());
    }
}
