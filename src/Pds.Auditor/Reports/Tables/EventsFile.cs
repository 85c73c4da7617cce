using Pds.Auditor.Reports.Stories;

namespace Pds.Auditor.Reports.Tables;

/// <summary>
/// <c>events.jsonl</c>: the opened bodies verbatim (RFC 8785, UTF-8), one a line, in order of the log. Entries have no line breaks in
/// them.
/// </summary>
internal sealed class EventsFile(string path) : IStoryPart, IDisposable
{
    private readonly FileStream file = new(path, FileMode.Create, FileAccess.Write);

    /// <inheritdoc/>
    public void See(StoryLeaf leaf)
    {
        file.Write(leaf.Body);
        file.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
