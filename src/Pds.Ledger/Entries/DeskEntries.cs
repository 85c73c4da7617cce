namespace Pds.Ledger;

/// <summary>
/// A person of the staff may act beside the resident from now on, for half an hour at most. The resident's chain. What is done in it names the
/// person again (<see cref="Acting"/>).
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Visit">The visit or call.</param>
/// <param name="Channel"><c>counter</c> or <c>voice</c>.</param>
/// <param name="Person">The clerk.</param>
/// <param name="Factor">
/// By what the resident was known: <c>identity_provider</c>, <c>call_back</c> to the registered number, or <c>letter</c> for her letter's code and a
/// second person of the staff, which starts nothing.
/// </param>
/// <param name="Through">The web host.</param>
public sealed record VisitOpened(DateTimeOffset At, VisitId Visit, string Channel, StaffId Person, string Factor, OrganizationId Through) : LedgerEntry(At)
{
    /// <summary>The second person who confirmed it; null where none is asked for.</summary>
    public StaffId? Second { get; init; }

    internal const string KindName = "visit_opened";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static VisitOpened Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<VisitId>("visit", VisitId.TryParse),
        reader.Text("channel"),
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Text("factor"),
        reader.Parsed<OrganizationId>("through", OrganizationId.TryParse))
    {
        Second = reader.OptionalParsed<StaffId>("second", StaffId.TryParse),
    };

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("visit", Visit.ToString());
        writer.Text("channel", Channel);
        writer.Text("person", Person.ToString());
        writer.Text("factor", Factor);
        writer.Text("through", Through.ToString());
        writer.Text("second", Second?.ToString());
    }
}

/// <summary>
/// A visit or call ended before its half hour, or a call never began because the number or the code was wrong. The resident's chain. One that only
/// ran out leaves no entry: from half an hour after <see cref="VisitOpened"/> on it is over.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Visit">The visit or call.</param>
/// <param name="Person">The clerk.</param>
/// <param name="Reason"><c>done</c>, <c>another_visit</c>, <c>wrong_code</c>, <c>wrong_number</c> or <c>hung_up</c>.</param>
public sealed record VisitClosed(DateTimeOffset At, VisitId Visit, StaffId Person, string Reason) : LedgerEntry(At)
{
    internal const string KindName = "visit_closed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static VisitClosed Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<VisitId>("visit", VisitId.TryParse),
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Text("reason"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("visit", Visit.ToString());
        writer.Text("person", Person.ToString());
        writer.Text("reason", Reason);
    }
}

/// <summary>A person of the staff was shown something of the resident's; entered before it is shown. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Under">The visit or call (<c>vis_</c>), or the paper form that came back (<c>ppr_</c>).</param>
/// <param name="Person">The clerk.</param>
/// <param name="What">The method that was called, such as <c>ReadRecords</c>.</param>
public sealed record StaffLooked(DateTimeOffset At, string Under, StaffId Person, string What) : LedgerEntry(At)
{
    internal const string KindName = "staff_looked";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static StaffLooked Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Text("under"),
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Text("what"));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("under", Under);
        writer.Text("person", Person.ToString());
        writer.Text("what", What);
    }
}

/// <summary>A paper form was printed, about a purpose and nobody. Operator chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Form">The form.</param>
/// <param name="Purpose"><c>code@version</c>.</param>
/// <param name="Person">The clerk.</param>
public sealed record PaperFormPrinted(DateTimeOffset At, PaperFormId Form, string Purpose, StaffId Person) : LedgerEntry(At)
{
    internal const string KindName = "paper_form_printed";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PaperFormPrinted Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<PaperFormId>("form", PaperFormId.TryParse),
        reader.Text("purpose"),
        reader.Parsed<StaffId>("person", StaffId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("form", Form.ToString());
        writer.Text("purpose", Purpose);
        writer.Text("person", Person.ToString());
    }
}

/// <summary>A filled form came back and was scanned; what it shows counts only once a second person read the same. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Case">The case.</param>
/// <param name="Form">The form.</param>
/// <param name="Grant">What is answered.</param>
/// <param name="ScanSha256">Digest of the scanned file, 32 bytes.</param>
/// <param name="Person">The clerk who scanned and read it.</param>
public sealed record PaperRecorded(DateTimeOffset At, PaperCaseId Case, PaperFormId Form, GrantId Grant, byte[] ScanSha256, StaffId Person) : LedgerEntry(At)
{
    internal const string KindName = "paper_recorded";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PaperRecorded Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<PaperCaseId>("case", PaperCaseId.TryParse),
        reader.Parsed<PaperFormId>("form", PaperFormId.TryParse),
        reader.Parsed<GrantId>("grant", GrantId.TryParse),
        reader.Bytes("scan_sha256", 32),
        reader.Parsed<StaffId>("person", StaffId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("case", Case.ToString());
        writer.Text("form", Form.ToString());
        writer.Text("grant", Grant.ToString());
        writer.Bytes("scan_sha256", ScanSha256);
        writer.Text("person", Person.ToString());
    }
}

/// <summary>A second person read something else on the form, so that it counts for nothing; she is asked again. The resident's chain.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Case">The case.</param>
/// <param name="Person">Who scanned it.</param>
/// <param name="Second">Who read something else.</param>
public sealed record PaperSetAside(DateTimeOffset At, PaperCaseId Case, StaffId Person, StaffId Second) : LedgerEntry(At)
{
    internal const string KindName = "paper_set_aside";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static PaperSetAside Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Parsed<PaperCaseId>("case", PaperCaseId.TryParse),
        reader.Parsed<StaffId>("person", StaffId.TryParse),
        reader.Parsed<StaffId>("second", StaffId.TryParse));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Text("case", Case.ToString());
        writer.Text("person", Person.ToString());
        writer.Text("second", Second.ToString());
    }
}
