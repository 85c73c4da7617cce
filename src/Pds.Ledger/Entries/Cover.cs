namespace Pds.Ledger;

/// <summary>
/// Says nothing and opens like any other entry: it makes the number of real entries in a batch unreadable from the log. COVER chain,
/// written by the recorder only.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
public sealed record Cover(DateTimeOffset At) : LedgerEntry(At)
{
    internal const string KindName = "cover";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal override void WriteMembers(EntryWriter writer)
    {
    }
}
