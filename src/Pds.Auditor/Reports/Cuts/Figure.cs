namespace Pds.Auditor.Reports.Cuts;

/// <summary>A count as it may be shown.</summary>
/// <param name="Text">For the reader.</param>
/// <param name="Length">For a chart: the count, or 0 where it is hidden.</param>
/// <param name="IsOpen">True when it is shown as it is.</param>
internal readonly record struct Figure(string Text, long Length, bool IsOpen = false);
