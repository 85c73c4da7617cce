using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Reports.Tables;
using Pds.Consent;

namespace Pds.Auditor.Reports.Law;

/// <summary>
/// <c>file-register.csv</c>: the register of personal information files (個人情報ファイル簿, APPI art. 75 with art. 74(1)), one row a dataset
/// version. What the catalogue says is filled in; what the city must say comes from <c>register:</c> of <c>pia.yaml</c>, and is marked as
/// to be written otherwise.
/// </summary>
internal sealed class FileRegister(ReportModel report, PiaAnswers answers)
{
    // Files about fewer persons need not be in the register (art. 75(2), enforcement order art. 20).
    private const int LeastPersons = 1000;

    /// <summary>The rows, in the order of <see cref="ReportTables.Register"/>.</summary>
    public IReadOnlyList<object?[]> Rows() =>
        [.. report.Story.Datasets.Values.Where(dataset => dataset.Definition is not null).OrderBy(dataset => dataset.Id, StringComparer.Ordinal).Select(Row)];

    /// <summary>Writes it.</summary>
    public void Write(string path)
    {
        using var file = new CsvFile(path, ReportTables.Register, report.Texts);
        foreach (var row in Rows())
        {
            file.Write(row);
        }
    }

    private object?[] Row(DatasetStory dataset)
    {
        var (declared, texts) = (dataset.Definition!, report.Texts);
        var purposes = report.Story.Purposes.Values.Where(purpose => purpose.State == PurposeState.Approved && purpose.Definition?.Dataset == declared.Id)
            .Select(purpose => purpose.Definition!).ToList();
        var sensitive = declared.Fields.Where(field => field.Sensitive).Select(field => field.LabelJa).ToList();
        return
        [
            declared.NameJa, dataset.Id, Written("agency"), Written("section"), Join(purposes.Select(purpose => purpose.NameJa)),
            Join(declared.Fields.Select(field => field.LabelJa)), texts["register.range"], Join(dataset.Sources.Select(source => report.Story.NameOf(source))),
            sensitive.Count == 0 ? texts["none"] : texts.Format("register.sensitive", Join(sensitive)), Join(purposes.Select(purpose => purpose.RecipientNameJa).Distinct()),
            Written("reception"), Written("special_procedure"), texts["register.kind"],
            report.Figures.Of(Count.OfPersons(dataset.Persons.Count)).Text, dataset.Persons.Count < LeastPersons ? texts["register.small"] : texts["register.large"],
            Written("remarks"),
        ];
    }

    private string Written(string key) => answers["register." + key] ?? report.Texts["register.to-write"];

    private string Join(IEnumerable<string> texts)
    {
        var all = string.Join(report.Texts["separator"], texts);
        return all.Length > 0 ? all : report.Texts["none"];
    }
}
