using System.Globalization;

namespace Pds.Benchmarks;

/// <summary>A plain text table on standard output: a header, a rule, right-aligned figures.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> rows = [columns];

    public void Add(params object[] cells) => rows.Add([.. cells.Select(cell => cell switch
    {
        double number => number.ToString(Math.Abs(number) >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    })]);

    public void Print()
    {
        var widths = Enumerable.Range(0, columns.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            Console.WriteLine(string.Join("  ", rows[i].Select((cell, column) =>
                column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
            if (i == 0)
            {
                Console.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
            }
        }

        Console.WriteLine();
    }
}
