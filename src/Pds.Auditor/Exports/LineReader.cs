using System.Buffers;

namespace Pds.Auditor.Exports;

/// <summary>
/// Cuts a stream into lines of a bounded length. A line that passes the bound, or a last one without its newline, is told as a line without
/// bytes and ends the reading: memory holds one line, however long the file says its lines are.
/// </summary>
internal sealed class LineReader(Stream stream, string name, int maxLineBytes)
{
    /// <summary>The lines in order.</summary>
    public IEnumerable<ExportLine> ReadAll()
    {
        // Borrowed, because a part has hardly more bytes than the longest line may have, and an export has thousands of parts.
        var room = ArrayPool<byte>.Shared.Rent(maxLineBytes + 1);
        try
        {
            foreach (var line in ReadAll(room))
            {
                yield return line;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private IEnumerable<ExportLine> ReadAll(byte[] buffer)
    {
        var (held, number, size) = (0, 0, maxLineBytes + 1);
        while (true)
        {
            var read = stream.Read(buffer, held, size - held);
            held += read;
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, held - start) is >= 0 and var end)
            {
                yield return new ExportLine(name, ++number, buffer[start..end]);
                start = end + 1;
            }

            Buffer.BlockCopy(buffer, start, buffer, 0, held - start);
            held -= start;
            if (held == size || (read == 0 && held > 0))
            {
                yield return new ExportLine(name, ++number, null);
                yield break;
            }

            if (read == 0)
            {
                yield break;
            }
        }
    }
}
