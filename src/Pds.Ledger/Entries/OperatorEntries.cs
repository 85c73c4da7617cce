namespace Pds.Ledger;

/// <summary>The first entry of every ledger: its origin and the key that signs its checkpoints. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Origin">The ledger's origin.</param>
/// <param name="LogKey">The verifier key of C2SP signed notes.</param>
public sealed record LedgerStarted(DateTimeOffset At, string Origin, string LogKey) : LedgerEntry(At)
{
    internal const string KindName = "ledger_started";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LedgerStarted Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("origin"),
        reader.Text("log_key"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("origin", Origin);
        writer.Text("log_key", LogKey);
    }
}

/// <summary>A public key of the system came into use. Keys chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Use">Such as <c>gate-hpke</c>.</param>
/// <param name="Kid">Its key id.</param>
/// <param name="PublicKeySha256">Digest of its raw public bytes, 32 bytes.</param>
public sealed record KeyPublished(DateTimeOffset At, string Use, string Kid, byte[] PublicKeySha256) : LedgerEntry(At)
{
    internal const string KindName = "key_published";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static KeyPublished Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("use"),
        reader.Text("kid"),
        reader.Bytes("public_key_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("use", Use);
        writer.Text("kid", Kid);
        writer.Bytes("public_key_sha256", PublicKeySha256);
    }
}

/// <summary>Somebody other than the resident opened entries of this chain; entered before the first is shown.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Reader">Who: a staff account or audit mandate.</param>
/// <param name="Role"><c>staff</c> or <c>auditor</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="FirstSeq">First entry of the chain opened.</param>
/// <param name="Limit">At most this many.</param>
public sealed record HistoryRead(DateTimeOffset At, string Reader, string Role, string Reason, long FirstSeq, int Limit) : LedgerEntry(At)
{
    internal const string KindName = "history_read";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static HistoryRead Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("reader"),
        reader.Text("role"),
        reader.Text("reason"),
        reader.Number("first_seq"),
        reader.Int("limit"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("reader", Reader);
        writer.Text("role", Role);
        writer.Text("reason", Reason);
        writer.Number("first_seq", FirstSeq);
        writer.Number("limit", Limit);
    }
}

/// <summary>Calls were refused before a grant was known to be theirs. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Caller">The authenticated caller, if known.</param>
/// <param name="Method">The called method.</param>
/// <param name="Reason">The reason in the words of errors.proto.</param>
/// <param name="Count">How many refusals this entry stands for.</param>
public sealed record CallRefused(DateTimeOffset At, OrganizationId? Caller, string Method, string Reason, long Count) : LedgerEntry(At)
{
    internal const string KindName = "call_refused";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static CallRefused Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.OptionalParsed<OrganizationId>("caller", OrganizationId.TryParse),
        reader.Text("method"),
        reader.Text("reason"),
        reader.Number("count"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("caller", Caller?.ToString());
        writer.Text("method", Method);
        writer.Text("reason", Reason);
        writer.Number("count", Count);
    }
}
