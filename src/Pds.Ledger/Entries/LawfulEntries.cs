namespace Pds.Ledger;

/// <summary>
/// A steward proposes to enter a <see cref="LawfulReading"/>; nothing is entered before a review board confirms it. The steward's own chain: it
/// names no resident.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Reading">The reading.</param>
/// <param name="By">Who proposes it.</param>
public sealed record LawfulReadingProposed(DateTimeOffset At, LawfulReadingId Reading, OrganizationId By) : LedgerEntry(At)
{
    internal const string KindName = "lawful_reading_proposed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LawfulReadingProposed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<LawfulReadingId>("reading", LawfulReadingId.TryParse),
        reader.Parsed<OrganizationId>("by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("reading", Reading.ToString());
        writer.Text("by", By.ToString());
    }
}

/// <summary>
/// Something of this resident was read or handed out because a law asked for it, and the law forbids to tell her for a time. It stands in her own
/// chain like every other entry: she sees its place and counts it, and reads it when the time is over. Auditors read it at once.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Reading">The reading.</param>
/// <param name="LegalBasis">The statute and article, such as <c>刑事訴訟法197条2項</c>.</param>
/// <param name="Authority">Who asked, by what document.</param>
/// <param name="Recipient">Who received.</param>
/// <param name="HiddenUntil">When she may be told (half-open), UTC; at most <see cref="LongestHidden"/> after <paramref name="At"/>.</param>
/// <param name="ProposedBy">The steward.</param>
/// <param name="ConfirmedBy">The review board; never the same organisation.</param>
public sealed record LawfulReading(
    DateTimeOffset At,
    LawfulReadingId Reading,
    string LegalBasis,
    string Authority,
    string Recipient,
    DateTimeOffset HiddenUntil,
    OrganizationId ProposedBy,
    OrganizationId ConfirmedBy) : LedgerEntry(At)
{
    /// <summary>The longest time she is not told: a year and a day, so that a civil year fits.</summary>
    public static readonly TimeSpan LongestHidden = TimeSpan.FromDays(366);

    internal const string KindName = "lawful_reading";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Whether two organisations entered it, with an end that comes soon enough.</summary>
    public bool IsWithinBounds => ProposedBy != ConfirmedBy && HiddenUntil > At && HiddenUntil <= At + LongestHidden;

    /// <summary>Whether its resident may not be told yet.</summary>
    public bool IsHidden(DateTimeOffset now) => now < HiddenUntil;

    internal static LawfulReading Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<LawfulReadingId>("reading", LawfulReadingId.TryParse),
        reader.Text("legal_basis"),
        reader.Text("authority"),
        reader.Text("recipient"),
        reader.Time("hidden_until"),
        reader.Parsed<OrganizationId>("proposed_by", OrganizationId.TryParse),
        reader.Parsed<OrganizationId>("confirmed_by", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("reading", Reading.ToString());
        writer.Text("legal_basis", LegalBasis);
        writer.Text("authority", Authority);
        writer.Text("recipient", Recipient);
        writer.Time("hidden_until", HiddenUntil);
        writer.Text("proposed_by", ProposedBy.ToString());
        writer.Text("confirmed_by", ConfirmedBy.ToString());
    }
}
