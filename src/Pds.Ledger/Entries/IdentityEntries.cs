namespace Pds.Ledger;

/// <summary>
/// Whom an identity provider names was tied to this vault: a sign-in by that name speaks for the resident from now on. The name itself is not
/// here: the digest is over a salt, issuer and subject.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Issuer">The provider.</param>
/// <param name="SubjectDigest">Salted digest of the provider's name for the person, 32 bytes.</param>
/// <param name="Through">The web host through which it was done.</param>
public sealed record IdentityLinked(DateTimeOffset At, string Issuer, byte[] SubjectDigest, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "identity_linked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static IdentityLinked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("issuer"),
        reader.Bytes("subject_digest", 32),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("issuer", Issuer);
        writer.Bytes("subject_digest", SubjectDigest);
        writer.Text("through", Through.ToString());
    }
}

/// <summary>A passkey speaks for the resident from now on, because she said so of this very key.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Jkt">RFC 7638 thumbprint of its ES256 key.</param>
/// <param name="RpId">The relying party it answers for, a host name.</param>
/// <param name="Through">The web host through which it was registered.</param>
public sealed record PasskeyRegistered(DateTimeOffset At, string Jkt, string RpId, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "passkey_registered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>SHA-256 of the act she agreed to, which names the key, 32 bytes.</summary>
    public required byte[] DocumentDigest { get; init; }

    /// <summary>How her will was shown, <c>oidc_step_up</c> or <c>passkey</c>.</summary>
    public required string EvidenceType { get; init; }

    /// <summary>SHA-256 of that evidence, 32 bytes.</summary>
    public required byte[] EvidenceDigest { get; init; }

    internal static PasskeyRegistered Read(DateTimeOffset at, EntryReader reader) =>
        new(at, reader.Text("jkt"), reader.Text("rp_id"), reader.Parsed<OrganizationId>("through", OrganizationId.TryParse))
        {
            DocumentDigest = reader.Bytes("document_digest", 32),
            EvidenceType = reader.Text("evidence_type"),
            EvidenceDigest = reader.Bytes("evidence_digest", 32),
        };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("jkt", Jkt);
        writer.Text("rp_id", RpId);
        writer.Text("through", Through.ToString());
        writer.Bytes("document_digest", DocumentDigest);
        writer.Text("evidence_type", EvidenceType);
        writer.Bytes("evidence_digest", EvidenceDigest);
    }
}

/// <summary>A passkey speaks for the resident no longer.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Jkt">RFC 7638 thumbprint of its ES256 key.</param>
/// <param name="Through">The web host through which it was removed.</param>
public sealed record PasskeyRemoved(DateTimeOffset At, string Jkt, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "passkey_removed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PasskeyRemoved Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("jkt"),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("jkt", Jkt);
        writer.Text("through", Through.ToString());
    }
}

/// <summary>
/// A signing key of the identity provider was accepted for the first time; entered before anything it signed counts. Operator chain. Who knows
/// the provider's keys otherwise can hold this against the operator.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Issuer">The provider.</param>
/// <param name="ClientId">The client that its tokens must be for.</param>
/// <param name="Jkt">RFC 7638 thumbprint of the key.</param>
public sealed record IdentityProviderKeySeen(DateTimeOffset At, string Issuer, string ClientId, string Jkt) : LedgerEntry(At)
{
    internal const string KindName = "identity_provider_key_seen";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static IdentityProviderKeySeen Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("issuer"),
        reader.Text("client_id"),
        reader.Text("jkt"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("issuer", Issuer);
        writer.Text("client_id", ClientId);
        writer.Text("jkt", Jkt);
    }
}
