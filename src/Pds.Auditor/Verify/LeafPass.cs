using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Verify;

/// <summary>Reads the leaves once, in order, and shows each to every check. Memory holds heads, consents and intents, never the log.</summary>
internal sealed class LeafPass(ExportFolder folder, ExportManifest manifest, BundleLeaves leaves, A4Openings openings, IReadOnlyList<ILeafCheck> checks)
{
    private const int TellEvery = 4096;

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told the leaves read, now and then.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public void Run(Action<long> progress, CancellationToken cancellationToken)
    {
        long expected = 0;
        foreach (var line in folder.ReadParts(ExportNames.Leaves, ExportedLeaf.MaxLineBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Bytes is not { } bytes || !ExportedLeaf.TryParse(bytes, out var leaf))
            {
                // Whatever it was, it stood in a leaf's place.
                openings.Unreadable(line.Place);
                expected++;
                continue;
            }

            if (leaf.Index != expected || leaf.Index >= manifest.Size)
            {
                openings.OutOfOrder(line.Place, expected);
            }

            expected = leaf.Index + 1;
            Show(leaf, line.Place);
            if (expected % TellEvery == 0)
            {
                progress(expected);
            }
        }

        if (expected != manifest.Size)
        {
            openings.OutOfOrder(ExportNames.Leaves, expected);
        }

        foreach (var check in checks)
        {
            check.End();
        }

        progress(expected);
    }

    private void Show(ExportedLeaf line, string place)
    {
        var entry = line.Body is { } body && LedgerEntry.TryParse(body, out var read) ? read : null;
        var leaf = new AuditedLeaf(line, leaves.Find(line.Index) ?? line.ToCommitment(), entry, place);
        foreach (var check in checks)
        {
            check.See(leaf);
        }
    }
}
