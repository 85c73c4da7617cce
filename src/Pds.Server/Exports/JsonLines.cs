namespace Pds.Server.Exports;

/// <summary>Lines of JSON, each ended by a newline, gathered in memory.</summary>
internal sealed class JsonLines
{
    private readonly MemoryStream lines = new();

    /// <summary>Adds a line; nothing for null.</summary>
    public void Add(byte[]? line)
    {
        if (line is not null)
        {
            lines.Write(line);
            lines.WriteByte((byte)'\n');
        }
    }

    /// <summary>The whole.</summary>
    public byte[] ToArray() => lines.ToArray();
}
