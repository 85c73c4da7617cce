namespace Pds.Ledger;

/// <summary>What a witness makes of an <c>add-checkpoint</c> request. Only <see cref="Accepted"/> may be cosigned, and only after it is durable.</summary>
public abstract record WitnessDecision
{
    private WitnessDecision()
    {
    }

    /// <summary>It follows from everything cosigned before.</summary>
    /// <param name="Checkpoint">The checkpoint, signed by the log.</param>
    public sealed record Accepted(Checkpoint Checkpoint) : WitnessDecision;

    /// <summary>400: the old size is above the checkpoint's, or the note is signed and yet no checkpoint of ours.</summary>
    /// <param name="Reason">In one sentence.</param>
    public sealed record Malformed(string Reason) : WitnessDecision;

    /// <summary>403: none of the keys trusted for the origin signed it, or a line of one of them does not verify.</summary>
    public sealed record Unsigned : WitnessDecision;

    /// <summary>404: the witness does not know this log.</summary>
    public sealed record UnknownLog : WitnessDecision;

    /// <summary>409: the sender's old size is not the size cosigned last. A checkpoint older than that one ends here too: it is never cosigned.</summary>
    /// <param name="Size">The size cosigned last.</param>
    /// <param name="Fork">The other root at the size cosigned last, when the log signed one: evidence to keep; else null.</param>
    public sealed record Conflict(long Size, Checkpoint? Fork) : WitnessDecision;

    /// <summary>422: the proof does not lead from the tree cosigned last to this one, or the root is another one at the same size.</summary>
    /// <param name="Reason">In one sentence.</param>
    /// <param name="Fork">The other root at the size cosigned last: evidence to keep; else null.</param>
    public sealed record Inconsistent(string Reason, Checkpoint? Fork) : WitnessDecision;
}
