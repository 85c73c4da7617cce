namespace Pds.Ledger;

/// <summary>
/// The resident allowed a recipient to ask for fields. Its <see cref="SealedLedgerShare"/> travels beside the body and is never part of it:
/// the recorder keeps the share under K_ledger in the same transaction.
/// </summary>
public sealed record ConsentGranted(DateTimeOffset At) : LedgerEntry(At)
{
    internal const string KindName = "consent_granted";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The grant.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>SHA-256 of the exact consent document the resident saw and signed, 32 bytes.</summary>
    public required byte[] ConsentDigest { get; init; }

    /// <summary><c>code@version</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who may ask.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The fields allowed.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>First instant of validity.</summary>
    public required DateTimeOffset Starts { get; init; }

    /// <summary>First instant after validity (half-open).</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>First civil date of the data range, or null for no lower bound.</summary>
    public DateOnly? DataFrom { get; init; }

    /// <summary>First civil date after the data range, or null for no upper bound.</summary>
    public DateOnly? DataUntil { get; init; }

    /// <summary>The most uses in one <see cref="Period"/>, or null for no ceiling.</summary>
    public int? CallsPerPeriod { get; init; }

    /// <summary>The period of the ceiling, such as <c>day</c> or <c>month</c>; null without one.</summary>
    public string? Period { get; init; }

    /// <summary>How long the recipient may keep what it received, in days.</summary>
    public required int RetentionDays { get; init; }

    /// <summary><c>view</c> or <c>store</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>RFC 7638 thumbprint of the recipient's encryption key.</summary>
    public required string EncJkt { get; init; }

    /// <summary>How the resident's will was shown, such as <c>device_signature</c>.</summary>
    public required string EvidenceType { get; init; }

    /// <summary>SHA-256 of the evidence, 32 bytes.</summary>
    public required byte[] EvidenceDigest { get; init; }

    /// <summary>The web host that carried the act; null when the resident's own device did.</summary>
    public string? ActedBy { get; init; }

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    /// <summary>
    /// S_ledger sealed to the recorder (<see cref="LedgerShare.SealForRecorder"/>); required when recording; null after parsing, because
    /// it is no part of the body.
    /// </summary>
    public byte[]? SealedLedgerShare { get; init; }

    internal static ConsentGranted Read(DateTimeOffset at, EntryReader reader)
    {
        var evidence = reader.Object("evidence");
        var entry = new ConsentGranted(at)
        {
            Grant = reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
            ConsentDigest = reader.Bytes("consent_digest", 32),
            Purpose = reader.Text("purpose"),
            Recipient = reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
            Fields = reader.Texts("fields"),
            Starts = reader.Time("starts"),
            Ends = reader.Time("ends"),
            DataFrom = reader.OptionalDate("data_from"),
            DataUntil = reader.OptionalDate("data_until"),
            CallsPerPeriod = reader.OptionalInt("calls_per_period"),
            Period = reader.OptionalText("period"),
            RetentionDays = reader.Int("retention_days"),
            Mode = reader.Text("mode"),
            EncJkt = reader.Text("enc_jkt"),
            EvidenceType = evidence.Text("type"),
            EvidenceDigest = evidence.Bytes("digest", 32),
            ActedBy = reader.OptionalText("acted_by"),
            Acting = Acting.Read(reader),
        };
        reader.Include(evidence);
        return entry;
    }

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Bytes("consent_digest", ConsentDigest);
        writer.Text("purpose", Purpose);
        writer.Text("recipient", Recipient.ToString());
        writer.Texts("fields", Fields);
        writer.Time("starts", Starts);
        writer.Time("ends", Ends);
        writer.Date("data_from", DataFrom);
        writer.Date("data_until", DataUntil);
        writer.Number("calls_per_period", CallsPerPeriod);
        writer.Text("period", Period);
        writer.Number("retention_days", RetentionDays);
        writer.Text("mode", Mode);
        writer.Text("enc_jkt", EncJkt);
        writer.Object("evidence", evidence =>
        {
            evidence.Text("type", EvidenceType);
            evidence.Bytes("digest", EvidenceDigest);
        });
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}
