using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The public openings of the heads chain: the file <c>heads</c> beside the tiles, one <see cref="ExportedLeaf"/> line an entry in order of
/// seq, only ever appended to. A line stands there only when the public checkpoint covers its entry, so whoever reads it can prove it with the
/// log alone.
/// </summary>
/// <param name="path">The file; its directory exists.</param>
/// <param name="read">Opens entries of the heads chain after a place, in order, at most so many.</param>
internal sealed class HeadsFile(string path, Func<long, int, IReadOnlyList<OpenedEntry>> read)
{
    internal const string Name = "heads";

    private const int PageEntries = 100;

    private long? lines;
    private volatile bool behind = true;

    /// <summary>There is another heads entry. Cheap.</summary>
    internal void EntryCame() => behind = true;

    /// <summary>Appends the lines of entries below a size that is public already; returns when they are durable.</summary>
    /// <exception cref="IOException">The disk refused; the next call goes on from what is there.</exception>
    /// <exception cref="InvalidDataException">The file is not of this ledger's heads; a person must look.</exception>
    internal void Advance(long size)
    {
        if (!behind)
        {
            return;
        }

        behind = false;
        try
        {
            lines ??= Inspect();
            for (var page = read(lines.Value - 1, PageEntries); page.Count > 0; page = read(lines.Value - 1, PageEntries))
            {
                var covered = page.TakeWhile(entry => entry.Index < size).ToList();
                Append(covered);
                lines += covered.Count;
                if (covered.Count < page.Count)
                {
                    behind = true;
                    return;
                }
            }
        }
        catch
        {
            (behind, lines) = (true, null);
            throw;
        }
    }

    /// <summary>One line without its newline.</summary>
    internal static byte[] LineOf(OpenedEntry entry) => new ExportedLeaf
    {
        Index = entry.Index,
        Body = entry.Body,
        BodyKey = entry.BodyKey,
        LinkKey = entry.LinkKey,
        Link = new EntryLink(ChainId.Heads.Name, entry.Seq, entry.Previous).Blind(entry.ChainKey),
        Name = ChainId.Heads.Name,
        ChainKey = entry.ChainKey,
    }.ToLine();

    private void Append(List<OpenedEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var isNew = !File.Exists(path);
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            byte[] text = [.. entries.SelectMany(entry => LineOf(entry).Append((byte)'\n'))];
            file.Write(text);

            // Power fails here: part of a line may be there. The next start cuts it off and writes the line again.
            DurableFile.Sync(file.SafeFileHandle);
        }

        if (isNew)
        {
            DurableFile.SyncDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Cuts off a line that a crash left half written, counts the others, and compares the last with the chain.</summary>
    private long Inspect()
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var (count, end, before) = Count(file);
        if (end < file.Length)
        {
            file.SetLength(end);
            file.Flush();
            DurableFile.Sync(file.SafeFileHandle);
        }

        if (count > 0 && (read(count - 2, 1) is not [var last] || !LineOf(last).AsSpan().SequenceEqual(ReadLine(file, before, end))))
        {
            throw new InvalidDataException($"Line {count} of the public heads file is not the entry of this ledger: it is another ledger's, or was changed.");
        }

        return count;
    }

    /// <summary>Number of whole lines, where the last of them ends, and where it begins.</summary>
    private static (long Lines, long End, long LastStart) Count(FileStream file)
    {
        var (lines, end, lastStart, at) = (0L, 0L, 0L, 0L);
        var buffer = new byte[64 * 1024];
        for (var got = file.Read(buffer); got > 0; got = file.Read(buffer))
        {
            for (var n = 0; n < got; n++)
            {
                if (buffer[n] == (byte)'\n')
                {
                    (lines, lastStart, end) = (lines + 1, end, at + n + 1);
                }
            }

            at += got;
        }

        return (lines, end, lastStart);
    }

    private static byte[] ReadLine(FileStream file, long start, long end)
    {
        var length = end - start - 1;
        if (length > ExportedLeaf.MaxLineBytes)
        {
            return [];
        }

        var line = new byte[length];
        file.Position = start;
        file.ReadExactly(line);
        return line;
    }
}
