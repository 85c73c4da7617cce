namespace Pds.Ledger;

/// <summary>A grant moved: the shape that all entries of <c>GrantStateEntries.cs</c> share, which grant and whose.</summary>
public abstract record GrantStateEntry : LedgerEntry
{
    private protected GrantStateEntry(DateTimeOffset at, GrantId grant, OrganizationId recipient)
        : base(at) => (Grant, Recipient) = (grant, recipient);

    /// <summary>The grant.</summary>
    public GrantId Grant { get; init; }

    /// <summary>Its recipient.</summary>
    public OrganizationId Recipient { get; init; }

    /// <summary>
    /// C of the entry of this grant's life that this one follows, 32 bytes: the consent given, paused or resumed before. So its receipts form one
    /// chain. Null for a grant that was never given.
    /// </summary>
    public byte[]? Follows { get; init; }

    private protected static byte[]? FollowsOf(EntryReader reader) => reader.OptionalBytes("follows", 32);

    private protected static GrantId GrantOf(EntryReader reader) => reader.Parsed<GrantId>("grant_id", GrantId.TryParse);

    private protected static OrganizationId RecipientOf(EntryReader reader) => reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse);

    internal sealed override void WriteMembers(EntryWriter writer)
    {
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Bytes("follows", Follows);
        WriteOwnMembers(writer);
    }

    // What a kind says beyond the two; most that a resident does say who acted for them.
    private protected virtual void WriteOwnMembers(EntryWriter writer)
    {
    }
}
