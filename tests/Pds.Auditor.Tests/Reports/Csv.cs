using System.Text;

namespace Pds.Auditor.Tests.Reports;

/// <summary>A reader of RFC 4180 of its own, so that the writer is not read with itself.</summary>
internal static class Csv
{
    public static List<List<string>> Read(string file) => Parse(File.ReadAllText(file));

    /// <summary>A text without the apostrophe that guards it.</summary>
    public static string Plain(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;

    public static List<List<string>> Parse(string text)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when quoted && at + 1 < text.Length && text[at + 1] == '"':
                    cell.Append('"');
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted:
                    break;
                case '\n' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    rows.Add(row);
                    row = [];
                    break;
                default:
                    cell.Append(text[at]);
                    break;
            }
        }

        return rows;
    }
}
