namespace Pds.Auditor.Reports.Stories;

/// <summary>A file of the report that is written while the leaves are read, so that memory never holds the log.</summary>
internal interface IStoryPart
{
    /// <summary>The next opened leaf, in order of the log; the story has seen it already.</summary>
    void See(StoryLeaf leaf);
}
