using Pds.Auditor.Checks;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Exports;

/// <summary>
/// The leaves of an export that was verified, once more, in order, for those who tell what they say. Each is held against the log's entry bundles
/// again: what is told is what was verified, also when somebody changes the leaves in between.
/// </summary>
/// <param name="folder">The export.</param>
/// <param name="size">Leaves in its log, as verified.</param>
internal sealed class VerifiedLeaves(ExportFolder folder, long size)
{
    /// <summary>All of them; the entry is null where a leaf is not opened.</summary>
    /// <exception cref="InvalidDataException">A leaf is not the one that was verified; the message is its file and line.</exception>
    public IEnumerable<AuditedLeaf> Read()
    {
        var bundles = new BundleLeaves(folder, size);
        long next = 0;
        foreach (var line in folder.ReadParts(ExportNames.Leaves, ExportedLeaf.MaxLineBytes))
        {
            if (line.Bytes is not { } bytes || !ExportedLeaf.TryParse(bytes, out var leaf) || leaf.Index != next++
                || bundles.Find(leaf.Index) is not { } held || !held.AsSpan().SequenceEqual(leaf.ToCommitment()))
            {
                throw new InvalidDataException(line.Place);
            }

            yield return new AuditedLeaf(leaf, held, leaf.Body is { } body && LedgerEntry.TryParse(body, out var entry) ? entry : null, line.Place);
        }

        if (next != size)
        {
            throw new InvalidDataException(ExportNames.Leaves);
        }
    }

    /// <summary>Where a commitment stands in the log, opened or not; null when it is nowhere in it.</summary>
    public long? Find(ReadOnlySpan<byte> commitment)
    {
        var bundles = new BundleLeaves(folder, size);
        for (long index = 0; index < size; index++)
        {
            if (bundles.Find(index) is { } held && held.AsSpan().SequenceEqual(commitment))
            {
                return index;
            }
        }

        return null;
    }
}
