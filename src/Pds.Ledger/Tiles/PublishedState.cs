namespace Pds.Ledger;

/// <summary>How the published directory stands against the store's log (I-22), found out at start and before every publication.</summary>
public abstract record PublishedState
{
    private PublishedState()
    {
    }

    /// <summary>Nothing is published yet.</summary>
    public sealed record Empty : PublishedState;

    /// <summary>Directory and store say the same.</summary>
    public sealed record Current(long Size) : PublishedState;

    /// <summary>The directory is a prefix of the store's log; the next publication catches up.</summary>
    public sealed record Behind(long PublishedSize, long StoreSize) : PublishedState;

    /// <summary>The directory knows more than the store: the store was rolled back. Refuse to start; extending would fork the log.</summary>
    public sealed record Ahead(long PublishedSize, long StoreSize) : PublishedState;

    /// <summary>The directory's root at its size is not the store's root at that size. Refuse to start.</summary>
    public sealed record Inconsistent(long PublishedSize) : PublishedState;

    /// <summary>A published file is missing, damaged or wrongly signed. Refuse to start until it is explained.</summary>
    public sealed record Damaged(string File, string Reason) : PublishedState;

    /// <summary>True when the service may go on with this directory.</summary>
    public bool MayContinue => this is Empty or Current or Behind;
}
