using System.Text;

namespace Quickstart;

/// <summary>Files that others can check with their own tools. Written only here, so that the list is in one place.</summary>
internal sealed class EvidenceFolder(string folder)
{
    public string Folder { get; } = Directory.CreateDirectory(folder).FullName;

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
