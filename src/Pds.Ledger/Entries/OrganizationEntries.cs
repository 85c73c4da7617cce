namespace Pds.Ledger;

/// <summary>An organisation was admitted. Its own chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Organization">The organisation.</param>
/// <param name="NameJa">Its name as residents read it.</param>
/// <param name="Roles">What it may be: <c>recipient</c>, <c>source</c>, <c>steward</c>.</param>
/// <param name="By">The organisation whose steward did it; null for the first start, which nobody did.</param>
public sealed record OrganizationRegistered(
    DateTimeOffset At,
    OrganizationId Organization,
    string NameJa,
    IReadOnlyList<string> Roles,
    OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "organization_registered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static OrganizationRegistered Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Text("name_ja"),
        reader.Texts("roles"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("organization", Organization.ToString());
        writer.Text("name_ja", NameJa);
        writer.Texts("roles", Roles);
        writer.Text("by", By?.ToString());
    }
}

/// <summary>A one-time enrolment code was made; the code itself is never entered.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Organization">Whom it admits.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="By">The organisation whose steward did it; null for the first start, which nobody did.</param>
public sealed record EnrollmentCodeIssued(
    DateTimeOffset At,
    OrganizationId Organization,
    DateTimeOffset ExpiresAt,
    OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "enrollment_code_issued";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static EnrollmentCodeIssued Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Time("expires_at"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("organization", Organization.ToString());
        writer.Time("expires_at", ExpiresAt);
        writer.Text("by", By?.ToString());
    }
}

/// <summary>An organisation's client certificate was issued.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Organization">The organisation.</param>
/// <param name="Jkt">RFC 7638 thumbprint of its ES256 key.</param>
/// <param name="CertificateSha256">Digest of the DER certificate, 32 bytes.</param>
public sealed record OrganizationEnrolled(
    DateTimeOffset At,
    OrganizationId Organization,
    string Jkt,
    byte[] CertificateSha256) : LedgerEntry(At)
{
    internal const string KindName = "organization_enrolled";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static OrganizationEnrolled Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Text("jkt"),
        reader.Bytes("certificate_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("organization", Organization.ToString());
        writer.Text("jkt", Jkt);
        writer.Bytes("certificate_sha256", CertificateSha256);
    }
}

/// <summary>An organisation got a further client certificate for the key it holds, before the one in use ended.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Organization">The organisation.</param>
/// <param name="Jkt">RFC 7638 thumbprint of its ES256 key, the same as before.</param>
/// <param name="CertificateSha256">Digest of the DER certificate, 32 bytes.</param>
public sealed record CertificateRenewed(
    DateTimeOffset At,
    OrganizationId Organization,
    string Jkt,
    byte[] CertificateSha256) : LedgerEntry(At)
{
    internal const string KindName = "certificate_renewed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static CertificateRenewed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Text("jkt"),
        reader.Bytes("certificate_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("organization", Organization.ToString());
        writer.Text("jkt", Jkt);
        writer.Bytes("certificate_sha256", CertificateSha256);
    }
}

/// <summary>An organisation is no longer in good standing.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Organization">The organisation.</param>
/// <param name="Reason">Why, in words the operator answers for.</param>
/// <param name="By">The organisation whose steward did it; null in entries of before it was noted.</param>
public sealed record OrganizationSuspended(
    DateTimeOffset At,
    OrganizationId Organization,
    string Reason,
    OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "organization_suspended";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static OrganizationSuspended Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<OrganizationId>("organization", OrganizationId.TryParse),
        reader.Text("reason"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("organization", Organization.ToString());
        writer.Text("reason", Reason);
        writer.Text("by", By?.ToString());
    }
}
