using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports;

/// <summary>What somebody asked of <c>pds-audit report</c>.</summary>
/// <param name="Folder">The export.</param>
/// <param name="Output">Where to; null for a folder named after the export.</param>
/// <param name="Pia">The file of people's chapters; null without one.</param>
/// <param name="Cut">For whom.</param>
/// <param name="Anchors">What the auditor brings.</param>
/// <param name="Language">Language of the report.</param>
internal sealed record ReportOrder(DirectoryInfo Folder, DirectoryInfo? Output, FileInfo? Pia, Cut Cut, AnchorFiles Anchors, string Language);
