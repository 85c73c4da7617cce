namespace Pds.Ledger;

/// <summary>A clerk ordered a letter with a code for the resident. It opens nothing before a second clerk prints it. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Letter">The letter that will be.</param>
/// <param name="Person">The clerk.</param>
public sealed record LetterOrdered(DateTimeOffset At, LetterId Letter, StaffId Person) : LedgerEntry(At)
{
    internal const string KindName = "letter_ordered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LetterOrdered Read(DateTimeOffset at, EntryReader reader) => new(
        at, reader.Parsed<LetterId>("letter", LetterId.TryParse), reader.Parsed<StaffId>("person", StaffId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("letter", Letter.ToString());
        writer.Text("person", Person.ToString());
    }
}

/// <summary>A letter was printed: its code signs the resident in from now on, and an older letter's no longer. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Letter">The letter.</param>
/// <param name="Person">The clerk who ordered it.</param>
/// <param name="Second">The clerk who printed it, somebody else.</param>
/// <param name="Ends">Until when its code is good, half-open.</param>
/// <param name="Uses">How many times it signs in at most.</param>
/// <param name="Replaces">The letter that ended by it; null when none was good.</param>
public sealed record LetterIssued(DateTimeOffset At, LetterId Letter, StaffId Person, StaffId Second, DateTimeOffset Ends, int Uses, LetterId? Replaces) : LedgerEntry(At)
{
    internal const string KindName = "letter_issued";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LetterIssued Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<LetterId>("letter", LetterId.TryParse),
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Parsed<StaffId>("second", StaffId.TryParse),
        reader.Time("ends"),
        reader.Int("uses"),
        reader.OptionalParsed<LetterId>("replaces", LetterId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("letter", Letter.ToString());
        writer.Text("person", Person.ToString());
        writer.Text("second", Second.ToString());
        writer.Time("ends", Ends);
        writer.Number("uses", Uses);
        writer.Text("replaces", Replaces?.ToString());
    }
}

/// <summary>A letter's code was typed and accepted: somebody sees the resident's pages by it, or stands at the counter. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Letter">The letter.</param>
/// <param name="Left">How many times it is good after this.</param>
/// <param name="Through">The web host.</param>
/// <param name="Visit">The visit at the counter it was typed for; null for the resident's own pages.</param>
public sealed record LetterUsed(DateTimeOffset At, LetterId Letter, int Left, OrganizationId Through, VisitId? Visit) : LedgerEntry(At)
{
    internal const string KindName = "letter_used";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LetterUsed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<LetterId>("letter", LetterId.TryParse),
        reader.Int("left"),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse),
        reader.OptionalParsed<VisitId>("visit", VisitId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("letter", Letter.ToString());
        writer.Number("left", Left);
        writer.Text("through", Through.ToString());
        writer.Text("visit", Visit?.ToString());
    }
}

/// <summary>
/// A wrong code was typed with the resident's number. At most five of these a day: after that nothing is tried and nothing entered. The resident's chain.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Letter">The letter that was good then.</param>
/// <param name="Tries">The how manieth wrong one of this day it was, from 1; at 5 the letter rests until the day is over.</param>
/// <param name="Through">The web host.</param>
public sealed record LetterRefused(DateTimeOffset At, LetterId Letter, int Tries, OrganizationId Through) : LedgerEntry(At)
{
    internal const string KindName = "letter_refused";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static LetterRefused Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<LetterId>("letter", LetterId.TryParse),
        reader.Int("tries"),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("letter", Letter.ToString());
        writer.Number("tries", Tries);
        writer.Text("through", Through.ToString());
    }
}

/// <summary>The resident ended a letter: its code opens nothing any more, and what it had opened is closed. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Letter">The letter.</param>
/// <param name="ActedBy">The web host that carried the act; null when the resident's own device did.</param>
public sealed record LetterRevoked(DateTimeOffset At, LetterId Letter, string? ActedBy) : LedgerEntry(At)
{
    internal const string KindName = "letter_revoked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    internal static LetterRevoked Read(DateTimeOffset at, EntryReader reader) =>
        new(at, reader.Parsed<LetterId>("letter", LetterId.TryParse), reader.OptionalText("acted_by")) { Acting = Acting.Read(reader) };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("letter", Letter.ToString());
        writer.Text("acted_by", ActedBy);
        Acting.Write(writer, Acting);
    }
}
