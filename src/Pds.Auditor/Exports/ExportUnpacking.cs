using System.Formats.Tar;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Exports;

/// <summary>
/// Unpacks an export's tar: regular files below one folder named after the export, names of <see cref="ExportedFile.IsName"/>, each once, bounded in
/// number and size. Anything else, a link, a device, a path that leads elsewhere, ends it, and nothing is left behind.
/// </summary>
/// <param name="folder">Where to; must not be there yet.</param>
internal sealed class ExportUnpacking(string folder)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Unpacks; false when the tar is not one of ours.</summary>
    public bool TryRun(Stream stream)
    {
        Directory.CreateDirectory(folder);
        var good = false;
        try
        {
            good = TryUnpack(stream);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            // The reader's ways to say that this is no tar. An IOException of the disk is not among them and goes up.
        }

        if (!good)
        {
            Directory.Delete(folder, recursive: true);
        }

        return good;
    }

    private bool TryUnpack(Stream stream)
    {
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType != TarEntryType.RegularFile
                || entry.Length > ExportFolder.MaxFileBytes
                || names.Count > ExportManifest.MaxFiles
                || entry.Name.Split('/', 2) is not [var top, var name] || !ExportId.TryParse(top, out _)
                || !ExportedFile.IsName(name) || !names.Add(name))
            {
                return false;
            }

            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            entry.DataStream?.CopyTo(file);
        }

        return names.Contains(ExportManifest.FileName);
    }
}
