namespace Pds.Ledger;

/// <summary>The resident chose how she is told of what happens. Where to is not in it: an address stays in a row that can be erased.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Channel"><c>none</c>, <c>mail</c> or <c>letter</c>.</param>
/// <param name="Rhythm"><c>at_once</c>, <c>daily</c> or <c>weekly</c>.</param>
/// <param name="Kinds">Of what, such as <c>new_request</c>.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record NoticesChosen(DateTimeOffset At, string Channel, string Rhythm, IReadOnlyList<string> Kinds, string? ActedBy = null) : LedgerEntry(At)
{
    internal const string KindName = "notices_chosen";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static NoticesChosen Read(DateTimeOffset at, EntryReader reader) =>
        new(at, reader.Text("channel"), reader.Text("rhythm"), reader.Texts("kinds"), reader.OptionalText("acted_by")) { Acting = Acting.Read(reader) };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("channel", Channel);
        writer.Text("rhythm", Rhythm);
        writer.Texts("kinds", Kinds);
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}

/// <summary>A message went out to the resident: the mail server took it, or a steward printed the letter. It may have gone out twice, never unentered.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Notice">The message.</param>
/// <param name="Channel"><c>mail</c> or <c>letter</c>.</param>
/// <param name="Events">Of how many things it tells.</param>
/// <param name="By">The organisation whose steward printed it; null for a mail.</param>
public sealed record NoticesSent(DateTimeOffset At, NoticeId Notice, string Channel, int Events, OrganizationId? By = null) : LedgerEntry(At)
{
    internal const string KindName = "notices_sent";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static NoticesSent Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<NoticeId>("notice", NoticeId.TryParse),
        reader.Text("channel"),
        reader.Int("events"),
        reader.OptionalParsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("notice", Notice.ToString());
        writer.Text("channel", Channel);
        writer.Number("events", Events);
        writer.Text("by", By?.ToString());
    }
}
