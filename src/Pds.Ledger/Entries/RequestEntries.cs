namespace Pds.Ledger;

/// <summary>An organisation asks the resident.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Request">The request, which may hold several items.</param>
/// <param name="Grant">The item: a consent that waits for its answer.</param>
/// <param name="Recipient">Who asks.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Fields">The fields asked for.</param>
public sealed record ConsentRequested(
    DateTimeOffset At,
    ConsentRequestId Request,
    GrantId Grant,
    OrganizationId Recipient,
    string Purpose,
    IReadOnlyList<string> Fields) : LedgerEntry(At)
{
    internal const string KindName = "consent_requested";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ConsentRequested Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ConsentRequestId>("request", ConsentRequestId.TryParse),
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Text("purpose"),
        reader.Texts("fields"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("request", Request.ToString());
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Text("purpose", Purpose);
        writer.Texts("fields", Fields);
    }
}

/// <summary>The resident said no.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Request">The request.</param>
/// <param name="Grant">The item refused.</param>
/// <param name="Recipient">Who had asked.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record ConsentDeclined(
    DateTimeOffset At,
    ConsentRequestId Request,
    GrantId Grant,
    OrganizationId Recipient,
    string? ActedBy = null) : LedgerEntry(At)
{
    internal const string KindName = "consent_declined";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static ConsentDeclined Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<ConsentRequestId>("request", ConsentRequestId.TryParse),
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.OptionalText("acted_by")) { Acting = Acting.Read(reader) };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("request", Request.ToString());
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}
