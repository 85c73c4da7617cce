using Pds.Auditor.Reports.Cuts;

namespace Pds.Auditor.Reports.Pages;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">What it counts.</param>
/// <param name="Figure">How many.</param>
/// <param name="Series">Which series, 0 to 3: colour and pattern.</param>
/// <param name="Group">A heading above it; null when it stands under the one before.</param>
internal readonly record struct Bar(string Label, Figure Figure, int Series = 0, string? Group = null);
