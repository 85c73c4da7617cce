namespace Pds.Ledger;

/// <summary>A dataset version may be used. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Dataset"><c>code@version</c>.</param>
/// <param name="DefinitionSha256">Digest of its definition, 32 bytes.</param>
public sealed record DatasetPublished(DateTimeOffset At, string Dataset, byte[] DefinitionSha256) : LedgerEntry(At)
{
    internal const string KindName = "dataset_published";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static DatasetPublished Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("dataset"),
        reader.Bytes("definition_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("dataset", Dataset);
        writer.Bytes("definition_sha256", DefinitionSha256);
    }
}

/// <summary>A dataset version may no longer be used.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Dataset"><c>code@version</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The organisation whose steward did it; null in entries of before it was noted.</param>
public sealed record DatasetInvalidated(
    DateTimeOffset At,
    string Dataset,
    string Reason,
    OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "dataset_invalidated";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static DatasetInvalidated Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("dataset"),
        reader.Text("reason"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("dataset", Dataset);
        writer.Text("reason", Reason);
        writer.Text("by", By?.ToString());
    }
}

/// <summary>An organisation asks the review board for a purpose.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Recipient">Who would receive.</param>
/// <param name="DefinitionSha256">Digest of its definition, 32 bytes.</param>
public sealed record PurposeProposed(
    DateTimeOffset At,
    string Purpose,
    OrganizationId Recipient,
    byte[] DefinitionSha256) : LedgerEntry(At)
{
    internal const string KindName = "purpose_proposed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PurposeProposed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("purpose"),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Bytes("definition_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("purpose", Purpose);
        writer.Text("recipient", Recipient.ToString());
        writer.Bytes("definition_sha256", DefinitionSha256);
    }
}

/// <summary>The review board decided on a purpose version.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Decision"><c>approved</c> or <c>rejected</c>.</param>
/// <param name="Review">The board's own reference, such as a PIA number.</param>
/// <param name="By">The steward who entered it.</param>
public sealed record PurposeReviewed(
    DateTimeOffset At,
    string Purpose,
    string Decision,
    string Review,
    string? By = null) : LedgerEntry(At)
{
    internal const string KindName = "purpose_reviewed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PurposeReviewed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("purpose"),
        reader.Text("decision"),
        reader.Text("review"),
        reader.OptionalText("by"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("purpose", Purpose);
        writer.Text("decision", Decision);
        writer.Text("review", Review);
        writer.Text("by", By);
    }
}

/// <summary>A purpose version may no longer be used.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The organisation that took it out of use; null when it fell with its dataset at a start.</param>
public sealed record PurposeInvalidated(
    DateTimeOffset At,
    string Purpose,
    string Reason,
    OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "purpose_invalidated";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PurposeInvalidated Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("purpose"),
        reader.Text("reason"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("purpose", Purpose);
        writer.Text("reason", Reason);
        writer.Text("by", By?.ToString());
    }
}

/// <summary>From now on the review board is held to these controls (FEATURES N16). Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Controls"><c>controls@version</c>; versions count from 1.</param>
/// <param name="DefinitionSha256">Digest of their canonical bytes, 32 bytes.</param>
public sealed record ControlsPublished(DateTimeOffset At, string Controls, byte[] DefinitionSha256) : LedgerEntry(At)
{
    internal const string KindName = "controls_published";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ControlsPublished Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("controls"),
        reader.Bytes("definition_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("controls", Controls);
        writer.Bytes("definition_sha256", DefinitionSha256);
    }
}
