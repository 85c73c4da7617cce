using System.Text;
using Pds.Ledger;

namespace Pds.Server.Witnessing;

/// <summary>
/// What the witnesses have made of the public log. A checkpoint is cosigned when the policy's quorum signed it and not one signature earlier;
/// while the quorum is missing the last cosigned one stands (I-23, I-47). Safe to share between threads.
/// </summary>
internal sealed class WitnessedLog
{
    private readonly Lock gate = new();
    private readonly LogDirectory directory;
    private Checkpoint? pending;
    private Checkpoint? newest;

    private WitnessedLog(LogPolicy? policy, LogDirectory directory, Checkpoint? newest) =>
        (Policy, this.directory, this.newest) = (policy, directory, newest);

    /// <summary>The policy; null without witnesses.</summary>
    public LogPolicy? Policy { get; }

    /// <summary>The newest checkpoint with the quorum, as it stands in <c>checkpoint.cosigned</c>; null when there is none.</summary>
    public Checkpoint? Newest
    {
        get
        {
            lock (gate)
            {
                return newest;
            }
        }
    }

    /// <summary>The named degraded state: true while the witnesses were asked about the published checkpoint and too few of them cosigned it.</summary>
    public bool IsQuorumMissing { get; private set; }

    /// <summary>Goes on from what is public. A file that has not the quorum of the present policy is taken down: the policy asks for more than it did.</summary>
    /// <param name="policy">The operator's policy; null without witnesses, and then nothing is touched.</param>
    /// <param name="directory">The public directory.</param>
    /// <param name="log">The log's key.</param>
    public static WitnessedLog Open(LogPolicy? policy, LogDirectory directory, NoteVerifier log)
    {
        if (policy is null || directory.Read(LogDirectory.CosignedName) is not { } note)
        {
            return new WitnessedLog(policy, directory, null);
        }

        if (Checkpoint.TryOpen(Encoding.UTF8.GetString(note), log, out var cosigned) && policy.IsSatisfiedBy(cosigned))
        {
            return new WitnessedLog(policy, directory, cosigned);
        }

        directory.DeleteCosigned();
        return new WitnessedLog(policy, directory, null);
    }

    /// <summary>A new checkpoint was published: cosignatures are collected for it from now on.</summary>
    /// <returns>True when it is another one than before.</returns>
    public bool Begin(Checkpoint published)
    {
        lock (gate)
        {
            var another = pending?.IsSameTreeAs(published) != true;
            pending = another ? published : pending;
            return another;
        }
    }

    /// <summary>True when this witness cosigned the pending checkpoint.</summary>
    public bool HasCosigned(PolicyWitness witness)
    {
        lock (gate)
        {
            return pending?.TryFindCosignature(witness.Key, out _) == true;
        }
    }

    /// <summary>Adds a cosignature of the pending checkpoint, and shows the checkpoint to everybody when the quorum is complete with it.</summary>
    /// <param name="cosignature">A verified cosignature.</param>
    /// <param name="over">The checkpoint it is over; one that is not pending any more is dropped.</param>
    /// <exception cref="IOException">The file could not be written: the old one stands.</exception>
    public void Add(Cosignature cosignature, Checkpoint over)
    {
        lock (gate)
        {
            if (pending?.IsSameTreeAs(over) != true)
            {
                return;
            }

            pending = pending.With(cosignature);
            if (Policy!.IsSatisfiedBy(pending))
            {
                directory.WriteCosigned(pending);
                newest = pending;
            }
        }
    }

    /// <summary>Every witness that was due has answered or failed.</summary>
    /// <returns>True when whether the quorum is missing has changed.</returns>
    public bool Conclude()
    {
        lock (gate)
        {
            var missing = newest is null || pending is null || !newest.IsSameTreeAs(pending);
            var changed = missing != IsQuorumMissing;
            IsQuorumMissing = missing;
            return changed;
        }
    }
}
