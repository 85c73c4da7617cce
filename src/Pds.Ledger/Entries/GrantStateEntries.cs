namespace Pds.Ledger;

/// <summary>The resident paused a grant; its ledger share is withheld.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record ConsentPaused(DateTimeOffset At, GrantId Grant, OrganizationId Recipient, string? ActedBy = null)
    : GrantStateEntry(At, Grant, Recipient)
{
    internal const string KindName = "consent_paused";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static ConsentPaused Read(DateTimeOffset at, EntryReader reader) =>
        new(at, GrantOf(reader), RecipientOf(reader), reader.OptionalText("acted_by")) { Follows = FollowsOf(reader), Acting = Acting.Read(reader) };

    private protected override void WriteOwnMembers(EntryWriter writer)
    {
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}

/// <summary>The resident resumed a paused grant.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record ConsentResumed(DateTimeOffset At, GrantId Grant, OrganizationId Recipient, string? ActedBy = null)
    : GrantStateEntry(At, Grant, Recipient)
{
    internal const string KindName = "consent_resumed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>SHA-256 of the act that was agreed to on evidence, 32 bytes; null when the resident's own key signed the call.</summary>
    public byte[]? DocumentDigest { get; init; }

    /// <summary>How the resident's will was shown, such as <c>oidc_step_up</c>; null when the resident's own key signed the call.</summary>
    public string? EvidenceType { get; init; }

    /// <summary>SHA-256 of the evidence, 32 bytes; null when there is none.</summary>
    public byte[]? EvidenceDigest { get; init; }

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static ConsentResumed Read(DateTimeOffset at, EntryReader reader) =>
        new(at, GrantOf(reader), RecipientOf(reader), reader.OptionalText("acted_by"))
        {
            Follows = FollowsOf(reader),
            Acting = Acting.Read(reader),
            DocumentDigest = reader.OptionalBytes("document_digest", 32),
            EvidenceType = reader.OptionalText("evidence_type"),
            EvidenceDigest = reader.OptionalBytes("evidence_digest", 32),
        };

    private protected override void WriteOwnMembers(EntryWriter writer)
    {
        writer.Text("acted_by", ActedBy);
        writer.Bytes("document_digest", DocumentDigest);
        writer.Text("evidence_type", EvidenceType);
        writer.Bytes("evidence_digest", EvidenceDigest);
        Acting.Write(writer, Acting);
    }
}

/// <summary>The resident withdrew a grant; its ledger share is deleted.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record ConsentWithdrawn(DateTimeOffset At, GrantId Grant, OrganizationId Recipient, string? ActedBy = null)
    : GrantStateEntry(At, Grant, Recipient)
{
    internal const string KindName = "consent_withdrawn";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static ConsentWithdrawn Read(DateTimeOffset at, EntryReader reader) =>
        new(at, GrantOf(reader), RecipientOf(reader), reader.OptionalText("acted_by")) { Follows = FollowsOf(reader), Acting = Acting.Read(reader) };

    private protected override void WriteOwnMembers(EntryWriter writer)
    {
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}

/// <summary>A grant reached its end; its ledger share is deleted.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Its recipient.</param>
public sealed record ConsentExpired(DateTimeOffset At, GrantId Grant, OrganizationId Recipient) : GrantStateEntry(At, Grant, Recipient)
{
    internal const string KindName = "consent_expired";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ConsentExpired Read(DateTimeOffset at, EntryReader reader) =>
        new(at, GrantOf(reader), RecipientOf(reader)) { Follows = FollowsOf(reader) };
}

/// <summary>A grant's purpose or dataset became invalid; its ledger share is deleted.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="Reason">Which of them, as <c>purpose code@v</c> or <c>dataset code@v</c>.</param>
public sealed record ConsentInapplicable(DateTimeOffset At, GrantId Grant, OrganizationId Recipient, string Reason)
    : GrantStateEntry(At, Grant, Recipient)
{
    internal const string KindName = "consent_inapplicable";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ConsentInapplicable Read(DateTimeOffset at, EntryReader reader) =>
        new(at, GrantOf(reader), RecipientOf(reader), reader.Text("reason")) { Follows = FollowsOf(reader) };

    private protected override void WriteOwnMembers(EntryWriter writer) => writer.Text("reason", Reason);
}
