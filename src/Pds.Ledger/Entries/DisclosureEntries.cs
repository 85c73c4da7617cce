namespace Pds.Ledger;

/// <summary>Data is about to be opened for a recipient. Publishing this is the only thing that releases the grant's ledger share.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Who will receive.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Method">The called method.</param>
/// <param name="RequestSha256">Digest of the call bytes, 32 bytes.</param>
/// <param name="Call">Digest of recipient, issuer and jti of the proof, 32 bytes.</param>
/// <param name="Fields">The fields to be read.</param>
/// <param name="Cells">One digest for every sealed cell to be read, bound to this call: no two intents share one.</param>
public sealed record DisclosureIntended(
    DateTimeOffset At,
    GrantId Grant,
    OrganizationId Recipient,
    string Purpose,
    string Method,
    byte[] RequestSha256,
    byte[] Call,
    IReadOnlyList<string> Fields,
    IReadOnlyList<byte[]> Cells) : LedgerEntry(At)
{
    internal const string KindName = "disclosure_intended";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>First civil date of the data to be read, or null for no lower bound.</summary>
    public DateOnly? DataFrom { get; init; }

    /// <summary>First civil date after the data to be read, or null for no upper bound.</summary>
    public DateOnly? DataUntil { get; init; }

    internal static DisclosureIntended Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Text("purpose"),
        reader.Text("method"),
        reader.Bytes("req_hash", 32),
        reader.Bytes("call", 32),
        reader.Texts("fields"),
        reader.BytesList("cells", 32))
    {
        DataFrom = reader.OptionalDate("data_from"),
        DataUntil = reader.OptionalDate("data_until"),
    };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Text("purpose", Purpose);
        writer.Text("method", Method);
        writer.Bytes("req_hash", RequestSha256);
        writer.Bytes("call", Call);
        writer.Texts("fields", Fields);
        writer.BytesList("cells", Cells);
        writer.Date("data_from", DataFrom);
        writer.Date("data_until", DataUntil);
    }
}

/// <summary>Sealed data was released to the recipient.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Who received.</param>
/// <param name="Intent">Commitment of the intent, 32 bytes.</param>
/// <param name="CiphertextSha256">Digest of what left, 32 bytes.</param>
/// <param name="Records">How many records.</param>
/// <param name="Fields">The fields that left.</param>
public sealed record Disclosed(
    DateTimeOffset At,
    GrantId Grant,
    OrganizationId Recipient,
    byte[] Intent,
    byte[] CiphertextSha256,
    int Records,
    IReadOnlyList<string> Fields) : LedgerEntry(At)
{
    internal const string KindName = "disclosed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static Disclosed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Bytes("intent", 32),
        reader.Bytes("ciphertext_sha256", 32),
        reader.Int("records"),
        reader.Texts("fields"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Bytes("intent", Intent);
        writer.Bytes("ciphertext_sha256", CiphertextSha256);
        writer.Number("records", Records);
        writer.Texts("fields", Fields);
    }
}

/// <summary>An intent ended without data leaving.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Who asked.</param>
/// <param name="Intent">Commitment of the intent, 32 bytes.</param>
/// <param name="Reason">The reason in the words of errors.proto.</param>
public sealed record DisclosureStopped(
    DateTimeOffset At,
    GrantId Grant,
    OrganizationId Recipient,
    byte[] Intent,
    string Reason) : LedgerEntry(At)
{
    internal const string KindName = "disclosure_stopped";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static DisclosureStopped Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Bytes("intent", 32),
        reader.Text("reason"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Bytes("intent", Intent);
        writer.Text("reason", Reason);
    }
}

/// <summary>The gate refused calls on a grant.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Who asked.</param>
/// <param name="Rule">The number of the gate's rule that failed first.</param>
/// <param name="Reason">The reason in the words of errors.proto.</param>
/// <param name="Count">How many refusals this entry stands for.</param>
public sealed record DisclosureRefused(
    DateTimeOffset At,
    GrantId Grant,
    OrganizationId Recipient,
    int Rule,
    string Reason,
    long Count) : LedgerEntry(At)
{
    internal const string KindName = "disclosure_refused";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>What it hung on, of the last of these calls; null when nothing in particular, and in entries of before this was told.</summary>
    public RefusedOver? Over { get; init; }

    internal static DisclosureRefused Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Int("rule"),
        reader.Text("reason"),
        reader.Number("count"))
    {
        Over = RefusedOver.Read(reader),
    };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Number("rule", Rule);
        writer.Text("reason", Reason);
        writer.Number("count", Count);
        RefusedOver.Write(writer, Over);
    }
}
