using Pds.Consent;

namespace Pds.Auditor.Reports.Stories;

/// <summary>A version of the controls, from its entry on in force.</summary>
/// <param name="Id"><c>controls@version</c>.</param>
/// <param name="At">When they were published.</param>
/// <param name="Leaf">Leaf index of the entry.</param>
/// <param name="Digest">Digest of their canonical bytes.</param>
internal sealed record ControlsStory(string Id, DateTimeOffset At, long Leaf, byte[] Digest)
{
    /// <summary>The controls; null when this version of the program cannot read them.</summary>
    public ControlSet? Set { get; set; }
}
