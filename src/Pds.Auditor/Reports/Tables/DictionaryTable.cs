using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports.Tables;

/// <summary><c>dictionary.csv</c>: what each column of each table means.</summary>
internal sealed class DictionaryTable(AuditTexts texts)
{
    /// <summary>Writes it for the tables that were written.</summary>
    public void Write(IEnumerable<(string File, IReadOnlyList<Column> Columns)> tables, string path)
    {
        using var file = new CsvFile(path, ReportTables.Dictionary, texts);
        foreach (var (name, columns) in tables)
        {
            foreach (var column in columns)
            {
                file.Write(
                    name, texts["col." + column.Key], texts[$"col.{column.Key}.is"], texts["type." + column.Type],
                    column.Unit is null ? "" : texts["unit." + column.Unit]);
            }
        }
    }
}
