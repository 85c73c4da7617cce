namespace Pds.Ledger;

/// <summary>What the writer answers to one command. A closed set; the caller's thread turns it into a <see cref="Recording"/>.</summary>
internal abstract record Written
{
    private Written()
    {
    }

    /// <summary>Durable. The checkpoint is null for a command without entries.</summary>
    internal sealed record Kept(IReadOnlyList<WrittenEntry> Entries, byte[]? ReleasedShare, int Purged = 0) : Written
    {
        internal Checkpoint? Checkpoint { get; init; }
    }

    /// <summary>A precondition did not hold.</summary>
    internal sealed record Refused(Recording.Conflict Conflict) : Written;

    /// <summary>The command itself is at fault, such as a body function that threw.</summary>
    internal sealed record Broken(Exception Fault) : Written;
}

/// <summary>One entry as appended.</summary>
internal sealed record WrittenEntry(ChainId Chain, long Seq, long Index, byte[] Commitment, EntryOpening Opening);
