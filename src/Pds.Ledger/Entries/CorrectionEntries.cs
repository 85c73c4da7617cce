namespace Pds.Ledger;

/// <summary>The resident says that a field of a record is wrong (APPI Art. 34). What she says is not in it, only what it is bound by.</summary>
/// <param name="At">When, by the ledger's clock: the source's time to answer begins.</param>
/// <param name="Correction">The case.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordVersion">Its version that she saw.</param>
/// <param name="Dataset"><c>code@version</c>.</param>
/// <param name="Source">Who wrote it, and has to answer.</param>
/// <param name="Field">The field.</param>
/// <param name="StatementSha256">Digest of her salted words, 32 bytes.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record CorrectionAsked(
    DateTimeOffset At,
    CorrectionId Correction,
    RecordId Record,
    long RecordVersion,
    string Dataset,
    OrganizationId Source,
    string Field,
    byte[] StatementSha256,
    string? ActedBy = null) : LedgerEntry(At)
{
    internal const string KindName = "correction_asked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static CorrectionAsked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<CorrectionId>("correction", CorrectionId.TryParse),
        reader.Parsed<RecordId>("record", RecordId.TryParse),
        reader.Number("record_version"),
        reader.Text("dataset"),
        reader.Parsed<OrganizationId>("source", OrganizationId.TryParse),
        reader.Text("field"),
        reader.Bytes("statement_sha256", 32),
        reader.OptionalText("acted_by")) { Acting = Acting.Read(reader) };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("correction", Correction.ToString());
        writer.Text("record", Record.ToString());
        writer.Number("record_version", RecordVersion);
        writer.Text("dataset", Dataset);
        writer.Text("source", Source.ToString());
        writer.Text("field", Field);
        writer.Bytes("statement_sha256", StatementSha256);
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}

/// <summary>The source answered. When it corrected the record, those who had received the wrong value are told with this entry.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Correction">The case.</param>
/// <param name="Source">Who answered.</param>
/// <param name="Outcome"><c>corrected</c> or <c>refused</c>.</param>
/// <param name="StatementSha256">Digest of the salted reason, 32 bytes.</param>
/// <param name="RecordVersion">The version that is right; null when refused.</param>
/// <param name="Told">The recipients that are told; empty when refused or when nobody had received it.</param>
public sealed record CorrectionDecided(
    DateTimeOffset At,
    CorrectionId Correction,
    OrganizationId Source,
    string Outcome,
    byte[] StatementSha256,
    long? RecordVersion,
    IReadOnlyList<string> Told) : LedgerEntry(At)
{
    internal const string KindName = "correction_decided";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static CorrectionDecided Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<CorrectionId>("correction", CorrectionId.TryParse),
        reader.Parsed<OrganizationId>("source", OrganizationId.TryParse),
        reader.Text("outcome"),
        reader.Bytes("statement_sha256", 32),
        reader.OptionalNumber("record_version"),
        reader.Texts("told"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("correction", Correction.ToString());
        writer.Text("source", Source.ToString());
        writer.Text("outcome", Outcome);
        writer.Bytes("statement_sha256", StatementSha256);
        writer.Number("record_version", RecordVersion);
        writer.Texts("told", Told);
    }
}
