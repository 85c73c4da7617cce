using System.Text;
using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A1: the checkpoint is signed as the policy asks, its quorum of witnesses included, speaks of the manifest's log, and by the key that the
/// log's first entry names.
/// </summary>
internal sealed class A1Checkpoint : ILeafCheck
{
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
                AskWitnesses(policy, checkpoint);
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

    private void AskWitnesses(LogPolicy policy, Checkpoint checkpoint)
    {
        if (policy.Quorum is null)
        {
            Report.Skip("policy-asks-no-witness");
        }
        else if (!policy.IsSatisfiedBy(checkpoint))
        {
            Report.Fail(Fault.QuorumMissing, Severity.Finding, ExportNames.Log + LogDirectory.CheckpointName);
        }
    }

    private static string? TextOf(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
