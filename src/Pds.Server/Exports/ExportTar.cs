using System.Formats.Tar;
using Pds.Consent;
using Pds.Cryptography;

namespace Pds.Server.Exports;

/// <summary>The files of one export as a tar, in the order they are added, below a folder named after the export. Remembers what the manifest says.</summary>
internal sealed class ExportTar(TarWriter tar, string folder, DateTimeOffset madeAt)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly List<ExportedFile> files = [];

    /// <summary>The files so far, in ordinal order.</summary>
    public IReadOnlyList<ExportedFile> Files => [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>Adds a file that the manifest names.</summary>
    public void Add(string name, byte[] content)
    {
        files.Add(new ExportedFile(name, content.Length, Sha256.Hash(content)));
        Write(name, content);
    }

    /// <summary>Writes the manifest and its signature, which name themselves nowhere.</summary>
    public void Close(ExportManifest manifest, string signature)
    {
        Write(ExportManifest.FileName, manifest.ToBytes());
        Write(ExportManifest.SignatureName, System.Text.Encoding.ASCII.GetBytes(signature));
    }

    private void Write(string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{folder}/{name}")
    {
        DataStream = new MemoryStream(content), ModificationTime = madeAt, Mode = Mode,
    });
}
