using System.Globalization;
using CsvHelper;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports.Tables;

/// <summary>
/// One table as a file for spreadsheet programs: UTF-8 with byte order mark, RFC 4180 with CRLF, every text quoted, Japanese header. The
/// quoting is CsvHelper's; the guard against formulas is <see cref="Cell"/>, because CsvHelper's does not keep leading zeros and dates.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private static readonly CsvWriterOptions Form = CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.None };

    private readonly IReadOnlyList<Column> columns;
    private readonly CsvWriter csv;

    /// <summary>Begins a file with its header.</summary>
    /// <param name="path">Where.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="texts">The report's texts.</param>
    public CsvFile(string path, IReadOnlyList<Column> columns, AuditTexts texts)
    {
        this.columns = columns;
        csv = CsvWriter.ToFile(path, Form);
        foreach (var column in columns)
        {
            csv.WriteField(texts["col." + column.Key], CsvQuoting.Always);
        }

        csv.EndRecord();
    }

    /// <summary>Rows written.</summary>
    public int Rows { get; private set; }

    /// <summary>One row, a value for each column: text, a number, or an instant.</summary>
    public void Write(params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            Write(columns[index], values[index]);
        }

        csv.EndRecord();
        Rows++;
    }

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();

    private void Write(Column column, object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        switch (column.Type)
        {
            case ColumnType.Number:
                csv.WriteField(text, CsvQuoting.WhenNeeded);
                break;
            case ColumnType.Date:
                csv.WriteField(Shown.Date((DateTimeOffset?)value), CsvQuoting.WhenNeeded);
                break;
            case ColumnType.Time:
                csv.WriteField(Shown.Time((DateTimeOffset?)value), CsvQuoting.WhenNeeded);
                break;
            default:
                csv.WriteField(Cell.Of(text), CsvQuoting.Always);
                break;
        }
    }
}
