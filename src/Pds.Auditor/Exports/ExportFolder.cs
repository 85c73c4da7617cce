using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Exports;

/// <summary>
/// An export as files below one folder, read as if an enemy had packed it: only regular files under names of <see cref="ExportedFile.IsName"/>,
/// no links, nothing that was not asked for by name, nothing without a bound.
/// </summary>
/// <param name="root">The folder.</param>
internal sealed class ExportFolder(string root) : ILogFiles
{
    /// <summary>The largest file of an export, in bytes: 256 MiB; ours stay far below.</summary>
    public const long MaxFileBytes = 256L * 1024 * 1024;

    // A tile and a bundle have at most 8,960 bytes, a checkpoint 16 Ki characters.
    private const int MaxLogFileBytes = 64 * 1024;

    private readonly string root = Path.GetFullPath(root);

    /// <summary>Paths of all files there are, at most one more than a manifest may name, links and odd names included.</summary>
    public IEnumerable<string> ListFiles() => Directory
        .EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, MaxRecursionDepth = 12 })
        .Select(file => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Take(ExportManifest.MaxFiles + 3);

    /// <summary>Size of a regular file, or null when there is none, or a link stands in its place.</summary>
    public long? SizeOf(string name)
    {
        var file = new FileInfo(Path.Combine(root, name));
        return ExportedFile.IsName(name) && file.Exists && !PassesALink(name) ? file.Length : null;
    }

    /// <summary>A whole file of at most <paramref name="maxBytes"/>; null when there is none or it is longer.</summary>
    public byte[]? Read(string name, int maxBytes)
    {
        if (SizeOf(name) is not { } size || size > maxBytes)
        {
            return null;
        }

        // What has no length is not opened: a pipe would keep us waiting.
        return size == 0 ? [] : File.ReadAllBytes(Path.Combine(root, name));
    }

    /// <summary>SHA-256 of a file whose size is known to be right.</summary>
    public byte[] DigestOf(ExportedFile file)
    {
        if (file.Size == 0)
        {
            return Sha256.Hash([]);
        }

        using var stream = File.OpenRead(Path.Combine(root, file.Name));
        return Sha256.HashStream(stream);
    }

    /// <summary>The lines of all parts of a folder such as <c>leaves/</c>, in order, until a part is missing.</summary>
    public IEnumerable<ExportLine> ReadParts(string folder, int maxLineBytes)
    {
        for (var number = 0; SizeOf(ExportNames.Part(folder, number)) is { } size; number++)
        {
            var name = ExportNames.Part(folder, number);
            if (size is 0 or > MaxFileBytes)
            {
                continue;
            }

            using var stream = File.OpenRead(Path.Combine(root, name));
            foreach (var line in new LineReader(stream, name, maxLineBytes).ReadAll())
            {
                yield return line;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerable<string> ILogFiles.ListTiles() => ListFiles()
        .Where(name => name.StartsWith(ExportNames.Log + TilePath.Root + "/", StringComparison.Ordinal))
        .Select(name => name[ExportNames.Log.Length..])
        .Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    byte[]? ILogFiles.Read(string path) => Read(ExportNames.Log + path, MaxLogFileBytes);

    private bool PassesALink(string name)
    {
        var path = root;
        foreach (var part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
