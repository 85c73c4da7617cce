namespace Pds.Ledger;

/// <summary>What a check of a published log found.</summary>
public abstract record LogCheck
{
    private LogCheck()
    {
    }

    /// <summary>Every file the checkpoint speaks for is there and follows from the signed root.</summary>
    /// <param name="Checkpoint">The checkpoint everything was checked against.</param>
    /// <param name="Beyond">
    /// Files of a larger tree than the checkpoint's, which nothing vouches for yet: left by an interrupted publication. Usually none.
    /// </param>
    public sealed record Sound(Checkpoint Checkpoint, IReadOnlyList<string> Beyond) : LogCheck;

    /// <summary>The first thing that does not fit.</summary>
    /// <param name="File">Path below the log's directory, with forward slashes.</param>
    /// <param name="Offset">Byte at which the fault starts, as narrowly as it can be told.</param>
    /// <param name="Reason">What is wrong, in one sentence.</param>
    public sealed record Faulty(string File, long Offset, string Reason) : LogCheck;
}
