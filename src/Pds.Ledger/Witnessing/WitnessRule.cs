namespace Pds.Ledger;

/// <summary>
/// The rule of a witness (C2SP tlog-witness, <c>add-checkpoint</c>) as a pure function of the request, the trusted keys and the checkpoint
/// cosigned last. Whoever calls it holds the log's lock from reading <c>last</c> until what was accepted is durable: otherwise two requests
/// could both be right and one of them roll the other back.
/// <list type="number">
/// <item><description>The origin is known (404).</description></item>
/// <item><description>A trusted key of the origin signed the note, and no line of such a key is bad (403).</description></item>
/// <item><description>The signed text is a checkpoint (400); one of size zero has the root of the empty tree (422).</description></item>
/// <item><description>The old size is not above the checkpoint's (400).</description></item>
/// <item><description>The old size is the size cosigned last (409).</description></item>
/// <item><description>From size zero the proof is empty; else it leads from the root cosigned last to the new root (422).</description></item>
/// </list>
/// </summary>
public static class WitnessRule
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trusted">Keys of all logs the witness serves; those whose name is the origin are asked.</param>
    /// <param name="last">The checkpoint of this origin cosigned last; null when none was.</param>
    public static WitnessDecision Decide(AddCheckpoint request, IReadOnlyList<NoteVerifier> trusted, Checkpoint? last)
    {
        List<NoteVerifier> keys = [.. trusted.Where(key => key.Name == request.Origin)];
        if (keys.Count == 0)
        {
            return new WitnessDecision.UnknownLog();
        }

        List<NoteWord> words = [.. keys.Select(request.Signed.WordOf)];
        if (words.Contains(NoteWord.Bad) || !words.Contains(NoteWord.Valid))
        {
            return new WitnessDecision.Unsigned();
        }

        return Checkpoint.TryOpen(request.Note, keys[words.IndexOf(NoteWord.Valid)], out Checkpoint? checkpoint)
            ? DecideSigned(request, checkpoint, last)
            : NotACheckpoint(request);
    }

    private static WitnessDecision DecideSigned(AddCheckpoint request, Checkpoint checkpoint, Checkpoint? last)
    {
        // Two roots signed at one size are proof against the log, whatever old size came with them.
        Checkpoint? fork = last?.Size == checkpoint.Size && !last.IsSameTreeAs(checkpoint) ? checkpoint : null;
        if (request.OldSize > checkpoint.Size)
        {
            return new WitnessDecision.Malformed("The old size is above the size of the checkpoint.");
        }

        if (request.OldSize != (last?.Size ?? 0))
        {
            return new WitnessDecision.Conflict(last?.Size ?? 0, fork);
        }

        if (fork is not null)
        {
            return new WitnessDecision.Inconsistent("The log signed another root at this size.", fork);
        }

        bool follows = request.OldSize == 0
            ? request.Proof.Count == 0
            : new ConsistencyProof(request.OldSize, checkpoint.Size, request.Proof).Verify(last!.Root, checkpoint.Root);
        return follows
            ? new WitnessDecision.Accepted(checkpoint)
            : new WitnessDecision.Inconsistent("The proof does not lead from the checkpoint cosigned last to this one.", null);
    }

    // The signature is good, so the log itself wrote this: an empty log with a root of its own has a status of its own.
    private static WitnessDecision NotACheckpoint(AddCheckpoint request) => request.Signed.Text.Split('\n') is [_, "0", _, ..]
        ? new WitnessDecision.Inconsistent("A checkpoint of size zero has the root of the empty tree.", null)
        : new WitnessDecision.Malformed("The signed text is not a checkpoint of three lines: origin, size, root.");
}
