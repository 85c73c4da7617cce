using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Verify;

/// <summary>Reads the leaves once, in order, and shows each to every check. Memory holds heads, consents and intents, never the log.</summary>
internal sealed class LeafPass(ExportFolder folder, ExportManifest manifest, BundleLeaves leaves, A4Openings openings, IReadOnlyList<ILeafCheck> checks)
{
    private const int TellEvery = 4096;
    private const int LinesInABatch = 128;

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told the leaves read, now and then.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public void Run(Action<long> progress, CancellationToken cancellationToken)
    {
        long expected = 0;
        foreach (var leaf in InOrder.Map(folder.ReadParts(ExportNames.Leaves, ExportedLeaf.MaxLineBytes), LinesInABatch, PreparedLeaf.Of))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (leaf.Line is not { } line)
            {
                // Whatever it was, it stood in a leaf's place.
                openings.Unreadable(leaf.Source.Place);
                expected++;
                continue;
            }

            if (line.Index != expected || line.Index >= manifest.Size)
            {
                openings.OutOfOrder(leaf.Source.Place, expected);
            }

            expected = line.Index + 1;
            Show(leaf, line);
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

    private void Show(PreparedLeaf prepared, ExportedLeaf line)
    {
        var leaf = new AuditedLeaf(line, leaves.Find(line.Index) ?? prepared.Opened, prepared.Entry, prepared.Source.File, prepared.Source.Number)
        {
            Opened = prepared.Opened, NameHolds = prepared.NameHolds,
        };
        foreach (var check in checks)
        {
            check.See(leaf);
        }
    }
}
