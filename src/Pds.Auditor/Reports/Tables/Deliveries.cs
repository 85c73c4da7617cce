using Pds.Auditor.Reports.Stories;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Tables;

/// <summary>
/// The deliveries, kept in a file of their own until the log was read: how long a record is kept hangs on the consent's end, which comes
/// later. The file goes when this is disposed.
/// </summary>
internal sealed class Deliveries : IStoryPart, IDisposable
{
    private readonly FileStream file = new(
        Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);

    /// <inheritdoc/>
    public void See(StoryLeaf leaf)
    {
        if (leaf.Entry is Disclosed)
        {
            using var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(leaf.Index);
            writer.Write(leaf.Who?.ToString() ?? "");
            writer.Write(leaf.Body.Length);
            writer.Write(leaf.Body);
        }
    }

    /// <summary>All of them, in order of the log.</summary>
    public IEnumerable<(Disclosed Entry, long Leaf, Pseudonym? Who)> ReadAll()
    {
        file.Position = 0;
        using var reader = new BinaryReader(file, System.Text.Encoding.UTF8, leaveOpen: true);
        while (file.Position < file.Length)
        {
            var (leaf, who) = (reader.ReadInt64(), Pseudonym.TryParse(reader.ReadString(), out var named) ? named : (Pseudonym?)null);
            if (LedgerEntry.TryParse(reader.ReadBytes(reader.ReadInt32()), out var entry))
            {
                yield return ((Disclosed)entry, leaf, who);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
