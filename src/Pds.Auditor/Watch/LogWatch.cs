using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>
/// Looks at a log again and again and believes only what continues what it believed before. A log that went back or shows another history is
/// told apart from one that is merely away, and what was remembered is never replaced by it.
/// </summary>
/// <param name="view">The log as it is shown.</param>
/// <param name="memory">What is remembered of it.</param>
/// <param name="quorum">Whose cosignatures are asked for; null asks for none.</param>
/// <param name="time">The watcher's clock.</param>
internal sealed class LogWatch(PublishedView view, LogMirror memory, QuorumRule? quorum, TimeProvider time)
{
    /// <summary>One look.</summary>
    public async ValueTask<WatchResult> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var newest = await view.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await CompareAsync(newest, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            return new WatchResult.Unknown(failure.Message);
        }
        catch (InvalidDataException forged)
        {
            return new WatchResult.Forged(forged.Message);
        }
    }

    /// <summary>Two views of one log against each other, without memory.</summary>
    public static async ValueTask<WatchResult> CompareAsync(PublishedView one, PublishedView other, CancellationToken cancellationToken)
    {
        try
        {
            var left = await one.OpenAsync(cancellationToken).ConfigureAwait(false);
            var right = await other.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await ForkPoint.FindAsync(left, right, cancellationToken).ConfigureAwait(false) is { } fork
                ? new WatchResult.Parted(left.Checkpoint, right.Checkpoint, fork, null)
                : new WatchResult.Sound(Longer(left, right).Checkpoint, Math.Min(left.Checkpoint.Size, right.Checkpoint.Size));
        }
        catch (IOException failure)
        {
            return new WatchResult.Unknown(failure.Message);
        }
        catch (InvalidDataException forged)
        {
            return new WatchResult.Forged(forged.Message);
        }
    }

    private async ValueTask<WatchResult> CompareAsync(TreeView newest, CancellationToken cancellationToken)
    {
        var (known, checkpoint) = (memory.Last, newest.Checkpoint);
        if (known is not null && !await FollowsAsync(known, newest, cancellationToken).ConfigureAwait(false))
        {
            return await PartedAsync(memory.View!, newest, cancellationToken).ConfigureAwait(false);
        }

        var silence = quorum is null ? null : await view.CheckAsync(quorum, newest, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (known?.Size != checkpoint.Size)
        {
            await memory.AdvanceAsync(newest, cancellationToken).ConfigureAwait(false);
        }

        return silence is null ? new WatchResult.Sound(checkpoint, known?.Size ?? 0) : new WatchResult.Unknown(silence);
    }

    // Every tree extends the empty one; for all others the tiles must prove it.
    private static async ValueTask<bool> FollowsAsync(Checkpoint known, TreeView newest, CancellationToken cancellationToken)
    {
        if (known.Size == 0 || known.Size >= newest.Checkpoint.Size)
        {
            return known.Size == 0 || known.IsSameTreeAs(newest.Checkpoint);
        }

        var proof = await newest.ProveConsistencyAsync(known.Size, cancellationToken).ConfigureAwait(false);
        return proof.Verify(known.Root, newest.Checkpoint.Root);
    }

    // The alarm must not depend on the tiles of somebody who lies: without them it is raised all the same, only without the place.
    private static async ValueTask<WatchResult> PartedAsync(TreeView known, TreeView other, CancellationToken cancellationToken)
    {
        try
        {
            var fork = await ForkPoint.FindAsync(known, other, cancellationToken).ConfigureAwait(false);
            var consistent = fork is null && other.Checkpoint.Size >= known.Checkpoint.Size;
            return consistent
                ? new WatchResult.Forged("The tiles changed while they were read.")
                : new WatchResult.Parted(known.Checkpoint, other.Checkpoint, fork, null);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            // Of a longer tree with lying or missing tiles nothing is proved yet; a shorter one, or another root at one size, is signed.
            return other.Checkpoint.Size > known.Checkpoint.Size
                ? failure is IOException ? new WatchResult.Unknown(failure.Message) : new WatchResult.Forged(failure.Message)
                : new WatchResult.Parted(known.Checkpoint, other.Checkpoint, null, failure.Message);
        }
    }

    private static TreeView Longer(TreeView left, TreeView right) => left.Checkpoint.Size >= right.Checkpoint.Size ? left : right;
}
