namespace Pds.Ledger;

/// <summary>
/// A resident offers somebody a mandate: evidence over the exact document of it, as for a consent. Nothing may be done under it before it is
/// accepted. Her own chain; who the other is stands nowhere but in the row.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Mandate">The mandate.</param>
/// <param name="Role"><c>helper</c> or <c>proxy</c>.</param>
/// <param name="Acts">What may be done, each once: <c>history</c>, <c>records</c>, <c>decline</c>, <c>pause</c>, <c>withdraw</c>, <c>grant</c>.</param>
/// <param name="Datasets">Codes of the datasets it is about; empty for all.</param>
/// <param name="Starts">From when (UTC).</param>
/// <param name="Ends">Until when (half-open, UTC).</param>
public sealed record MandateOffered(
    DateTimeOffset At,
    MandateId Mandate,
    string Role,
    IReadOnlyList<string> Acts,
    IReadOnlyList<string> Datasets,
    DateTimeOffset Starts,
    DateTimeOffset Ends) : LedgerEntry(At)
{
    internal const string KindName = "mandate_offered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary><c>life</c>, or <c>after_death</c> for the nominee's.</summary>
    public required string Applies { get; init; }

    /// <summary>SHA-256 of the document she agreed to, 32 bytes.</summary>
    public required byte[] DocumentDigest { get; init; }

    /// <summary>The kind of evidence, such as <c>oidc_step_up</c>.</summary>
    public required string EvidenceType { get; init; }

    /// <summary>SHA-256 of the evidence, 32 bytes.</summary>
    public required byte[] EvidenceDigest { get; init; }

    /// <summary>The web host through which she offered it.</summary>
    public required OrganizationId Through { get; init; }

    internal static MandateOffered Read(DateTimeOffset at, EntryReader reader)
    {
        var evidence = reader.Object("evidence");
        var entry = new MandateOffered(
            at,
            reader.Parsed<MandateId>("mandate", MandateId.TryParse),
            reader.Text("role"),
            reader.Texts("acts"),
            reader.Texts("datasets"),
            reader.Time("starts"),
            reader.Time("ends"))
        {
            Applies = reader.Text("applies"),
            DocumentDigest = reader.Bytes("document_digest", 32),
            EvidenceType = evidence.Text("type"),
            EvidenceDigest = evidence.Bytes("digest", 32),
            Through = reader.Parsed<OrganizationId>("through", OrganizationId.TryParse),
        };
        reader.Include(evidence);
        return entry;
    }

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("mandate", Mandate.ToString());
        writer.Text("role", Role);
        writer.Texts("acts", Acts);
        writer.Texts("datasets", Datasets);
        writer.Time("starts", Starts);
        writer.Time("ends", Ends);
        writer.Text("applies", Applies);
        writer.Bytes("document_digest", DocumentDigest);
        writer.Object("evidence", evidence =>
        {
            evidence.Text("type", EvidenceType);
            evidence.Bytes("digest", EvidenceDigest);
        });
        writer.Text("through", Through.ToString());
    }
}

/// <summary>
/// The city registers a guardian that a law or a court gives this resident; it has seen the evidence. Nothing may be done under it before it is
/// accepted. The resident's own chain.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Mandate">The mandate.</param>
/// <param name="Relation"><c>parent</c> or <c>adult_guardian</c>.</param>
/// <param name="Acts">What may be done, each once.</param>
/// <param name="Starts">From when (UTC).</param>
/// <param name="Ends">Until when (half-open, UTC).</param>
/// <param name="EvidenceDigest">SHA-256 of the papers as the city keeps them, 32 bytes.</param>
/// <param name="By">The steward.</param>
public sealed record GuardianRegistered(
    DateTimeOffset At,
    MandateId Mandate,
    string Relation,
    IReadOnlyList<string> Acts,
    DateTimeOffset Starts,
    DateTimeOffset Ends,
    byte[] EvidenceDigest,
    OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "guardian_registered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static GuardianRegistered Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<MandateId>("mandate", MandateId.TryParse),
        reader.Text("relation"),
        reader.Texts("acts"),
        reader.Time("starts"),
        reader.Time("ends"),
        reader.Bytes("evidence_digest", 32),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("mandate", Mandate.ToString());
        writer.Text("relation", Relation);
        writer.Texts("acts", Acts);
        writer.Time("starts", Starts);
        writer.Time("ends", Ends);
        writer.Bytes("evidence_digest", EvidenceDigest);
        writer.Text("by", By.ToString());
    }
}

/// <summary>
/// The other one took the mandate on: from now on acts under it count. With digests of the identities by which she may sign for the resident, so
/// that an auditor can tell from this chain alone that evidence is hers. The resident's own chain.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Mandate">The mandate.</param>
/// <param name="Identities">Digests of her linked identities, made for this mandate alone, 32 bytes each.</param>
/// <param name="Through">The web host through which she accepted.</param>
public sealed record MandateAccepted(DateTimeOffset At, MandateId Mandate, IReadOnlyList<byte[]> Identities, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "mandate_accepted";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static MandateAccepted Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<MandateId>("mandate", MandateId.TryParse),
        reader.BytesList("identities", 32),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("mandate", Mandate.ToString());
        writer.BytesList("identities", Identities);
        writer.Text("through", Through.ToString());
    }
}

/// <summary>A mandate ended before its time; nothing counts under it from here on. The resident's own chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Mandate">The mandate.</param>
/// <param name="By"><c>resident</c>, <c>representative</c> or <c>city</c>.</param>
/// <param name="Reason">The city's ground; null when one of the two ended it.</param>
public sealed record MandateEnded(DateTimeOffset At, MandateId Mandate, string By, string? Reason = null) : LedgerEntry(At)
{
    internal const string KindName = "mandate_ended";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static MandateEnded Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<MandateId>("mandate", MandateId.TryParse),
        reader.Text("by"),
        reader.OptionalText("reason"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("mandate", Mandate.ToString());
        writer.Text("by", By);
        writer.Text("reason", Reason);
    }
}

/// <summary>
/// Somebody with a mandate looked at something of this resident; entered before it is shown, and once for what is looked at within a quarter of an
/// hour (FEATURES T11). The resident's own chain.
/// </summary>
/// <param name="At">When the first of it was shown, by the ledger's clock.</param>
/// <param name="Mandate">The mandate.</param>
/// <param name="Role"><c>helper</c>, <c>proxy</c> or <c>guardian</c>.</param>
/// <param name="What"><c>history</c>, <c>consents</c>, <c>records</c> or <c>values</c>.</param>
public sealed record RepresentativeLooked(DateTimeOffset At, MandateId Mandate, string Role, string What) : LedgerEntry(At)
{
    internal const string KindName = "representative_looked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static RepresentativeLooked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<MandateId>("mandate", MandateId.TryParse),
        reader.Text("role"),
        reader.Text("what"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("mandate", Mandate.ToString());
        writer.Text("role", Role);
        writer.Text("what", What);
    }
}

/// <summary>
/// The city changed what its register says of this resident, as far as others decide for her: it is read at every act under a mandate. The
/// resident's own chain.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Capacity"><c>present</c> or <c>lacking</c>.</param>
/// <param name="Life"><c>alive</c> or <c>died</c>.</param>
/// <param name="Relations">Kinds of the relations that stand, one a person: <c>parent</c>, <c>adult_guardian</c>.</param>
/// <param name="EvidenceDigest">SHA-256 of the papers as the city keeps them, 32 bytes.</param>
/// <param name="By">The steward.</param>
public sealed record RegisterChanged(
    DateTimeOffset At, string Capacity, string Life, IReadOnlyList<string> Relations, byte[] EvidenceDigest, OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "register_changed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static RegisterChanged Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("capacity"),
        reader.Text("life"),
        reader.Texts("relations"),
        reader.Bytes("evidence_digest", 32),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("capacity", Capacity);
        writer.Text("life", Life);
        writer.Texts("relations", Relations);
        writer.Bytes("evidence_digest", EvidenceDigest);
        writer.Text("by", By.ToString());
    }
}
