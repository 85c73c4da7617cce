using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>A published log as files below one directory. Every write is atomic and durable, its directories included.</summary>
/// <param name="root">The directory; made when first written to.</param>
public sealed class LogDirectory(string root) : ILogFiles, IFullTileReader, ITileSource
{
    /// <summary>Name of the checkpoint file.</summary>
    public const string CheckpointName = "checkpoint";

    /// <summary>Name of the file with the newest checkpoint that has the quorum of the operator's policy; not part of tlog-tiles.</summary>
    public const string CosignedName = "checkpoint.cosigned";

    // What an interrupted atomic write leaves behind; part of nothing.
    private const string TemporaryPattern = "*.tmp";

    private readonly string root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public IEnumerable<string> ListTiles() => Directory.Exists(PathOf(TilePath.Root))
        ? Directory.EnumerateFiles(PathOf(TilePath.Root), "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(TemporaryPattern[1..], StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)
        : [];

    /// <inheritdoc/>
    public byte[]? Read(string path) => File.Exists(PathOf(path)) ? File.ReadAllBytes(PathOf(path)) : null;

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadFullTileAsync(int level, long index, CancellationToken cancellationToken)
    {
        string file = PathOf(new TilePath(level, index, FullTile.Width).ToString());
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        FileInfo file = new(PathOf(path));
        return !file.Exists ? null
            : file.Length <= maxBytes ? await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false)
            : throw new InvalidDataException($"The file {path} has more than {maxBytes} bytes.");
    }

    /// <summary>Writes a tile or bundle whole. Its name is durable only after <see cref="Sync"/> of the directories returned so far.</summary>
    internal void Write(TilePath tile, ReadOnlySpan<byte> content, ISet<string> directoriesToSync)
    {
        string file = PathOf(tile.ToString());
        MakeDirectory(Path.GetDirectoryName(file)!, directoriesToSync);
        directoriesToSync.Add(Path.GetDirectoryName(file)!);
        DurableFile.WriteAtomically(file, content, DurableFile.Public, syncDirectory: false);
    }

    /// <summary>Replaces the checkpoint and makes the change durable.</summary>
    internal void WriteCheckpoint(Checkpoint checkpoint) =>
        DurableFile.WriteAtomically(PathOf(CheckpointName), SignedNote.Bytes(checkpoint.Note), DurableFile.Public);

    /// <summary>Replaces the cosigned checkpoint and makes the change durable.</summary>
    /// <exception cref="IOException">The disk refused; the old one, if any, is still whole.</exception>
    public void WriteCosigned(Checkpoint cosigned) =>
        DurableFile.WriteAtomically(PathOf(CosignedName), SignedNote.Bytes(cosigned.Note), DurableFile.Public);

    /// <summary>Takes the cosigned checkpoint down; does nothing when there is none.</summary>
    public void DeleteCosigned() => File.Delete(PathOf(CosignedName));

    internal static void Sync(IEnumerable<string> directories)
    {
        foreach (string directory in directories)
        {
            DurableFile.SyncDirectory(directory);
        }
    }

    /// <summary>Removes the partial forms of a tile that is now published in full.</summary>
    internal void DeletePartials(int level, long index)
    {
        string partials = PathOf(new TilePath(level, index, FullTile.Width) + ".p");
        if (Directory.Exists(partials))
        {
            Directory.Delete(partials, recursive: true);
        }
    }

    internal void DeleteTemporaries()
    {
        if (Directory.Exists(root))
        {
            foreach (string file in Directory.EnumerateFiles(root, TemporaryPattern, SearchOption.AllDirectories))
            {
                File.Delete(file);
            }
        }
    }

    // A new directory is a new name in its parent, which has to be synced as well.
    private void MakeDirectory(string directory, ISet<string> directoriesToSync)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        string parent = Path.GetDirectoryName(directory)!;
        MakeDirectory(parent, directoriesToSync);
        Directory.CreateDirectory(directory);
        directoriesToSync.Add(parent);
    }

    private string PathOf(string relative) => Path.Combine(root, relative);
}
