using Pds.Auditor.Reports.Pages;

namespace Pds.Auditor.Reports.Sections;

/// <summary>A part that the audit report and the impact assessment share, filled from the export alone.</summary>
internal interface ISection
{
    /// <summary>Its anchor, and its key in the texts: <c>section.KEY</c>.</summary>
    string Key { get; }

    /// <summary>Writes it below its heading.</summary>
    void Write(Html html, ReportModel report);
}
