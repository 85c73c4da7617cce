namespace Pds.Ledger;

/// <summary>
/// The resident asks about one use, or refused attempt, of hers. What she wrote is not in the entry: a salted digest is, so that nobody can change her
/// words afterwards and nobody can guess them from here.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Question">The question.</param>
/// <param name="Grant">The consent that the use was under.</param>
/// <param name="Recipient">Who is asked: the recipient of that use.</param>
/// <param name="Use">Leaf index of the use's entry.</param>
/// <param name="TextSha256">Salted digest of her words, 32 bytes.</param>
/// <param name="Due">Until when an answer is owed (half-open), UTC.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record QuestionAsked(
    DateTimeOffset At,
    QuestionId Question,
    GrantId Grant,
    OrganizationId Recipient,
    long Use,
    byte[] TextSha256,
    DateTimeOffset Due,
    string? ActedBy = null) : LedgerEntry(At)
{
    internal const string KindName = "question_asked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static QuestionAsked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<QuestionId>("question", QuestionId.TryParse),
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Number("use"),
        reader.Bytes("text_sha256", 32),
        reader.Time("due"),
        reader.OptionalText("acted_by")) { Acting = Acting.Read(reader) };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("question", Question.ToString());
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Number("use", Use);
        writer.Bytes("text_sha256", TextSha256);
        writer.Time("due", Due);
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}

/// <summary>A question was answered, by the recipient asked or by a steward in its place.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Question">The question.</param>
/// <param name="Grant">The consent that the use was under.</param>
/// <param name="Recipient">Who was asked.</param>
/// <param name="TextSha256">Salted digest of the answer, 32 bytes.</param>
/// <param name="By">The organisation that answered.</param>
public sealed record QuestionAnswered(
    DateTimeOffset At,
    QuestionId Question,
    GrantId Grant,
    OrganizationId Recipient,
    byte[] TextSha256,
    OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "question_answered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static QuestionAnswered Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<QuestionId>("question", QuestionId.TryParse),
        reader.Parsed<GrantId>("grant_id", GrantId.TryParse),
        reader.Parsed<OrganizationId>("recipient", OrganizationId.TryParse),
        reader.Bytes("text_sha256", 32),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("question", Question.ToString());
        writer.Text("grant_id", Grant.ToString());
        writer.Text("recipient", Recipient.ToString());
        writer.Bytes("text_sha256", TextSha256);
        writer.Text("by", By.ToString());
    }
}
