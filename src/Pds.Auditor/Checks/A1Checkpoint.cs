using System.Text;
using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A1: the checkpoint is signed as the policy asks, speaks of the manifest's log, and by the key that the log's first entry names. A policy with
/// a quorum is met by the checkpoint itself or by a cosigned one, which must be a beginning of the exported tree and not long ago.
/// </summary>
internal sealed class A1Checkpoint : ILeafCheck
{
    /// <summary>How long before the export the quorum may have cosigned, when the log grew since: one day.</summary>
    internal static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    private NoteVerifier? signer;

    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A1");

    /// <summary>Opens the checkpoint; null when nobody known signed it.</summary>
    /// <param name="folder">The export.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="knownPolicy">The auditor's own policy; null to take the export's.</param>
    public (Checkpoint Checkpoint, NoteVerifier Log)? Open(ExportFolder folder, ExportManifest manifest, string? knownPolicy)
    {
        Report.Look();
        var text = knownPolicy ?? TextOf(folder.Read(ExportNames.Policy, LogPolicy.MaxLength));
        if (!LogPolicy.TryParse(text, out var policy))
        {
            Report.Fail(Fault.PolicyUnreadable, Severity.Tampered, ExportNames.Policy);
            return null;
        }

        var note = TextOf(((ILogFiles)folder).Read(LogDirectory.CheckpointName));
        foreach (var log in policy.Logs)
        {
            if (Checkpoint.TryOpen(note, log, out var checkpoint))
            {
                signer = log;
                Compare(manifest, checkpoint);
                AskWitnesses(folder, policy, manifest, checkpoint);
                return (checkpoint, log);
            }
        }

        Report.Fail(Fault.CheckpointSignature, Severity.Tampered, ExportNames.Log + LogDirectory.CheckpointName);
        return null;
    }

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        if (leaf.Entry is LedgerStarted started && signer is not null
            && (started.LogKey != signer.ToString() || started.Origin != signer.Name))
        {
            Report.Fail(Fault.LogKeyDiffers, Severity.Tampered, leaf.Place, leaf.Index);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // One checkpoint, one first entry: nothing is left.
    }

    private void Compare(ExportManifest manifest, Checkpoint checkpoint)
    {
        if (manifest.Origin != checkpoint.Origin || manifest.Size != checkpoint.Size)
        {
            Report.Fail(Fault.ManifestOfAnotherLog, Severity.Tampered, ExportManifest.FileName);
        }
    }

    private void AskWitnesses(ExportFolder folder, LogPolicy policy, ExportManifest manifest, Checkpoint checkpoint)
    {
        var cosigned = OpenCosigned(folder, checkpoint);
        if (policy.Quorum is null)
        {
            Report.Skip("policy-asks-no-witness");
        }
        else if (!policy.IsSatisfiedBy(checkpoint))
        {
            AskWitnesses(policy, manifest, checkpoint, cosigned);
        }
    }

    private void AskWitnesses(LogPolicy policy, ExportManifest manifest, Checkpoint checkpoint, Checkpoint? cosigned)
    {
        if (cosigned is null || !policy.IsSatisfiedBy(cosigned))
        {
            Report.Fail(Fault.QuorumMissing, Severity.Finding, cosigned is null ? ExportNames.Log + LogDirectory.CheckpointName : ExportNames.Cosigned);
        }
        else if (cosigned.Size < checkpoint.Size && !IsRecent(policy, manifest.MadeAt, cosigned))
        {
            Report.Fail(Fault.CosignedLongAgo, Severity.Finding, ExportNames.Cosigned);
        }
    }

    // Without a policy that asks for one it is held against the log all the same: a file of the export is true or it is not.
    private Checkpoint? OpenCosigned(ExportFolder folder, Checkpoint checkpoint)
    {
        if (folder.SizeOf(ExportNames.Cosigned) is null)
        {
            return null;
        }

        Report.Look();
        var note = ((ILogFiles)folder).Read(LogDirectory.CosignedName) ?? [];
        if (Checkpoint.TryOpen(TextOf(note), signer!, out var cosigned)
            && note.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(cosigned.Note))
            && cosigned.Size <= checkpoint.Size
            && new BundleLeaves(folder, checkpoint.Size).RootAt(cosigned.Size) is { } root
            && root.AsSpan().SequenceEqual(cosigned.Root))
        {
            return cosigned;
        }

        Report.Fail(Fault.CosignedOther, Severity.Tampered, ExportNames.Cosigned);
        return null;
    }

    // Those who cosigned within the day must be a quorum by themselves: an old word beside them adds nothing.
    private static bool IsRecent(LogPolicy policy, DateTimeOffset madeAt, Checkpoint cosigned)
    {
        var since = (madeAt - LongestSilence).ToUnixTimeSeconds();
        return policy.Quorum!.IsMetBy(policy.Witnesses
            .Where(witness => cosigned.TryFindCosignature(witness.Key, out var cosignature) && cosignature.Time >= since).ToHashSet());
    }

    private static string? TextOf(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
