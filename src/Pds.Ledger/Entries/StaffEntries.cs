namespace Pds.Ledger;

/// <summary>A person of the staff was admitted. Operator chain: no resident's, and no other organisation's business. Names are not entered.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Person">The person.</param>
/// <param name="Organization">For whom the person works.</param>
/// <param name="Roles">What the person may be: <c>counter</c>, <c>steward</c>, <c>reviewer</c>.</param>
/// <param name="Section">The organisation in whose section the person sits, when it is another one; null otherwise.</param>
/// <param name="By">The organisation whose steward did it.</param>
public sealed record StaffAdded(
    DateTimeOffset At,
    StaffId Person,
    OrganizationId Organization,
    IReadOnlyList<string> Roles,
    OrganizationId? Section,
    OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "staff_added";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static StaffAdded Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Texts("roles"),
        reader.OptionalParsed<OrganizationId>("section", OrganizationId.TryParse),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("person", Person.ToString());
        writer.Text("organization", Organization.ToString());
        writer.Texts("roles", Roles);
        writer.Text("section", Section?.ToString());
        writer.Text("by", By.ToString());
    }
}

/// <summary>Whom an identity provider names was tied to a person of the staff, by a salted digest and not by name. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Person">The person.</param>
/// <param name="Issuer">The provider.</param>
/// <param name="SubjectDigest">Salted digest of the provider's name for the person, 32 bytes.</param>
/// <param name="Through">The web host through which it was done.</param>
public sealed record StaffLinked(DateTimeOffset At, StaffId Person, string Issuer, byte[] SubjectDigest, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "staff_linked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static StaffLinked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Text("issuer"),
        reader.Bytes("subject_digest", 32),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("person", Person.ToString());
        writer.Text("issuer", Issuer);
        writer.Bytes("subject_digest", SubjectDigest);
        writer.Text("through", Through.ToString());
    }
}

/// <summary>A person is no longer of the staff: from here on no session of hers is answered. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Person">The person.</param>
/// <param name="By">The organisation whose steward did it.</param>
public sealed record StaffRemoved(DateTimeOffset At, StaffId Person, OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "staff_removed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static StaffRemoved Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("person", Person.ToString());
        writer.Text("by", By.ToString());
    }
}
