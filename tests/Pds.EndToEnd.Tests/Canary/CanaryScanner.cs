using System.IO.Compression;

namespace Pds.EndToEnd.Tests;

/// <summary>Looks through files and byte arrays for canaries, plain and inside gzip streams.</summary>
internal sealed class CanaryScanner(params Canary[] canaries)
{
    /// <summary>One find: where, which canary, in which encoding.</summary>
    internal sealed record Find(string Place, string Canary, string Encoding)
    {
        public override string ToString() => $"{Canary} as {Encoding} in {Place}";
    }

    /// <summary>Every find in every file under a folder, names included.</summary>
    public IReadOnlyList<Find> ScanFolder(string folder)
    {
        var finds = new List<Find>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            // An empty file has only its name; the lock file of a running server is one, and does not let itself be opened.
            if (new FileInfo(path).Length > 0)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                file.CopyTo(memory);
                finds.AddRange(Scan(Path.GetRelativePath(folder, path), memory.ToArray()));
            }

            finds.AddRange(Scan($"name of {Path.GetFileName(path)}", System.Text.Encoding.UTF8.GetBytes(path)));
        }

        return finds;
    }

    /// <summary>Every find in some bytes.</summary>
    public IEnumerable<Find> Scan(string place, byte[] bytes)
    {
        foreach (var canary in canaries)
        {
            foreach (var (encoding, pattern) in canary.Forms)
            {
                if (bytes.AsSpan().IndexOf(pattern) >= 0)
                {
                    yield return new Find(place, canary.Name, encoding);
                }
            }
        }

        foreach (var (at, inner) in GzipStreams(bytes))
        {
            foreach (var find in Scan($"{place}, gzip at {at}", inner))
            {
                yield return find;
            }
        }
    }

    private static IEnumerable<(int At, byte[] Bytes)> GzipStreams(byte[] bytes)
    {
        ReadOnlyMemory<byte> magic = new byte[] { 0x1f, 0x8b, 0x08 };
        for (var at = bytes.AsSpan().IndexOf(magic.Span); at >= 0;)
        {
            if (TryInflate(bytes.AsMemory(at)) is { Length: > 0 } inner)
            {
                yield return (at, inner);
            }

            var next = bytes.AsSpan(at + 1).IndexOf(magic.Span);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static byte[]? TryInflate(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            using var memory = new MemoryStream();
            var buffer = new byte[8192];
            for (int read; (read = gzip.Read(buffer)) > 0 && memory.Length < 1 << 24;)
            {
                memory.Write(buffer, 0, read);
            }

            return memory.ToArray();
        }
        catch (InvalidDataException)
        {
            return null; // Three bytes that looked like a header by chance.
        }
    }
}
