namespace Pds.Ledger;

/// <summary>
/// The resident takes everything away: entered before the first byte leaves, so that whoever holds her data in clear is in her own history. What it
/// holds is her chain up to this entry.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Format">The format of the file, such as <c>pds-take-away/v1</c>.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record DataExported(DateTimeOffset At, string Format, string? ActedBy = null) : LedgerEntry(At)
{
    internal const string KindName = "data_exported";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>How the resident's will was shown, such as <c>oidc_step_up</c>; null when the resident's own key signed the call.</summary>
    public string? EvidenceType { get; init; }

    /// <summary>SHA-256 of the evidence, 32 bytes; null when there is none.</summary>
    public byte[]? EvidenceDigest { get; init; }

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static DataExported Read(DateTimeOffset at, EntryReader reader) => new(at, reader.Text("format"), reader.OptionalText("acted_by"))
    {
        EvidenceType = reader.OptionalText("evidence_type"),
        EvidenceDigest = reader.OptionalBytes("evidence_digest", 32),
        Acting = Acting.Read(reader),
    };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("format", Format);
        writer.Text("acted_by", ActedBy);
        writer.Text("evidence_type", EvidenceType);
        writer.Bytes("evidence_digest", EvidenceDigest);
        Acting.Write(writer, Acting);
    }
}
