using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// The part of A10 about leaves whose keys are destroyed. Each is in the operator-wide bitmap, each bit of the bitmap is such a leaf, the number of
/// bits is the sum in the entries <see cref="HistoryErased"/>, and the last of them commits to the bitmap.
/// </summary>
/// <param name="file">The bitmap as exported; null when there is none.</param>
/// <param name="report">A10's.</param>
internal sealed class ErasedLeaves(byte[]? file, CheckReport report)
{
    private readonly List<(long Index, string Place)> closed = [];
    private (HistoryErased Entry, long Index)? last;
    private long sum;

    /// <summary>The next leaf.</summary>
    public void See(AuditedLeaf leaf)
    {
        if (leaf.Line.Link is null)
        {
            closed.Add((leaf.Index, leaf.Place));
            return;
        }

        if (leaf.Entry is HistoryErased erased)
        {
            Note(erased, leaf);
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        ClosedLeaves? bitmap = null;
        if (last is var (entry, index))
        {
            if (!ClosedLeaves.TryRead(file, entry.Size, out bitmap) || !bitmap.Digest.AsSpan().SequenceEqual(entry.BitmapSha256))
            {
                report.Fail(Fault.BitmapDiffers, Severity.Tampered, ExportNames.Closed, index);
            }
            else if (bitmap.Count != sum)
            {
                report.Fail(Fault.BitmapMiscounted, Severity.Finding, ExportNames.Closed, index);
            }
        }
        else if (file is not null)
        {
            report.Fail(Fault.BitmapDiffers, Severity.Tampered, ExportNames.Closed);
        }

        foreach (var (leaf, place) in closed.Where(leaf => bitmap?.Contains(leaf.Index) != true))
        {
            report.Fail(Fault.ClosedUnexplained, Severity.Tampered, place, leaf);
        }

        Compare(bitmap);
    }

    // A bit whose leaf is shown open or placed: somebody's leaf is counted as erased and is not.
    private void Compare(ClosedLeaves? bitmap)
    {
        var seen = closed.Select(leaf => leaf.Index).ToHashSet();
        for (long leaf = 0; leaf < bitmap?.Size; leaf++)
        {
            if (bitmap.Contains(leaf) && !seen.Contains(leaf))
            {
                report.Fail(Fault.ErasedLeafShown, Severity.Tampered, ExportNames.Closed, leaf);
            }
        }
    }

    private void Note(HistoryErased erased, AuditedLeaf leaf)
    {
        sum += erased.Leaves;
        if (leaf.Line.Name != ChainId.Operator.Name || erased.Leaves < 1 || erased.Closed != sum || erased.Size > leaf.Index)
        {
            report.Fail(Fault.ErasureOutOfStep, Severity.Finding, leaf.Place, leaf.Index);
        }

        last = (erased, leaf.Index);
    }
}
