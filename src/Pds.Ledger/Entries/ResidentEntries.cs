namespace Pds.Ledger;

/// <summary>A resident's vault and chain were made.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="By">The organisation that registered the resident; null for the operator.</param>
public sealed record ResidentCreated(DateTimeOffset At, OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "resident_created";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ResidentCreated Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("by", By?.ToString());
    }
}

/// <summary>A device key may sign for the resident from now on.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Jkt">RFC 7638 thumbprint of the ES256 key.</param>
/// <param name="By">Who saw the resident face to face, if anybody.</param>
public sealed record DeviceEnrolled(DateTimeOffset At, string Jkt, string? By = null) : LedgerEntry(At)
{
    internal const string KindName = "device_enrolled";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static DeviceEnrolled Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("jkt"),
        reader.OptionalText("by"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("jkt", Jkt);
        writer.Text("by", By);
    }
}

/// <summary>The resident got a pairwise pseudonym towards one organisation.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Reference">The pseudonym.</param>
/// <param name="Recipient">The organisation that will know the resident by it.</param>
public sealed record ReferenceIssued(DateTimeOffset At, ResidentRef Reference, OrganizationId Recipient) : LedgerEntry(At)
{
    internal const string KindName = "reference_issued";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ReferenceIssued Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ResidentRef>("reference", ResidentRef.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("reference", Reference.ToString());
        writer.Text("recipient", Recipient.ToString());
    }
}

/// <summary>A source wrote one version of one record into the vault.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordVersion">1, 2, 3 ….</param>
/// <param name="Dataset"><c>code@version</c>.</param>
/// <param name="Source">Who wrote it.</param>
/// <param name="Fields">Names of the fields written.</param>
/// <param name="Cells">SHA-256 of each sealed cell, in the order of the fields.</param>
/// <param name="SourceSha256">Digest of the issuer-signed JWT, 32 bytes.</param>
public sealed record RecordWritten(
    DateTimeOffset At,
    RecordId Record,
    long RecordVersion,
    string Dataset,
    OrganizationId Source,
    IReadOnlyList<string> Fields,
    IReadOnlyList<byte[]> Cells,
    byte[] SourceSha256) : LedgerEntry(At)
{
    internal const string KindName = "record_written";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static RecordWritten Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<RecordId>("record", RecordId.TryParse),
        reader.Number("record_version"),
        reader.Text("dataset"),
        reader.Parsed<OrganizationId>("source", OrganizationId.TryParse),
        reader.Texts("fields"),
        reader.BytesList("cells", 32),
        reader.Bytes("source_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("record", Record.ToString());
        writer.Number("record_version", RecordVersion);
        writer.Text("dataset", Dataset);
        writer.Text("source", Source.ToString());
        writer.Texts("fields", Fields);
        writer.BytesList("cells", Cells);
        writer.Bytes("source_sha256", SourceSha256);
    }
}
