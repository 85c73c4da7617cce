using Pds.Auditor.Reports.Law;
using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Reports.Tables;

namespace Pds.Auditor.Reports.Sections;

/// <summary>The register of personal information files (個人情報ファイル簿), one list of facts a file.</summary>
internal sealed class RegisterOfFiles(PiaAnswers answers) : ISection
{
    /// <inheritdoc/>
    public string Key => "register";

    /// <inheritdoc/>
    public void Write(Html html, ReportModel report)
    {
        html.In("p", report.Texts["register.lead"]);
        foreach (var row in new FileRegister(report, answers).Rows())
        {
            html.In("h3", row[0]?.ToString());
            html.In("dl", () =>
            {
                foreach (var (column, value) in ReportTables.Register.Zip(row).Skip(1))
                {
                    html.In("dt", report.Texts["col." + column.Key]);
                    html.In("dd", () => html.In("bdi", () => html.Text(value?.ToString(), maxChars: 2000)));
                }
            }, ("class", "facts"));
        }
    }
}
