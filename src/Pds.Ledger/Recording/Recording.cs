namespace Pds.Ledger;

/// <summary>What became of a <see cref="Command"/>. A closed set.</summary>
public abstract record Recording
{
    private Recording()
    {
    }

    /// <summary>Durable, integrated and published: every entry is covered by a signed checkpoint.</summary>
    /// <param name="Entries">In the order of the command.</param>
    /// <param name="ShareForGate">
    /// S_ledger sealed to the gate (<see cref="LedgerShare.TryOpenAsGate"/>) when the command held a <see cref="DisclosureIntended"/>; else null.
    /// </param>
    public sealed record Done(IReadOnlyList<RecordedEntry> Entries, byte[]? ShareForGate) : Recording;

    /// <summary>A precondition did not hold. Nothing of the command was written.</summary>
    /// <param name="ChangeIndex">Which change, or -1 when it was a share an entry needed.</param>
    /// <param name="Key">The row that stood otherwise.</param>
    /// <param name="Kind">How it differed.</param>
    public sealed record Conflict(int ChangeIndex, RowKey Key, ConflictKind Kind) : Recording;
}

/// <summary>Why a precondition did not hold.</summary>
public enum ConflictKind
{
    /// <summary>The row should have been absent.</summary>
    Exists = 1,

    /// <summary>The row should have been there.</summary>
    Absent = 2,

    /// <summary>The row stands at another version.</summary>
    OtherVersion = 3,

    /// <summary>The counter stands at its limit.</summary>
    LimitReached = 4,

    /// <summary>The grant has no ledger share (never granted, withdrawn, expired or inapplicable).</summary>
    ShareAbsent = 5,

    /// <summary>The grant is paused and its ledger share withheld.</summary>
    ShareWithheld = 6,

    /// <summary>The ledger share handed in could not be opened by the recorder.</summary>
    ShareUnreadable = 7,
}
