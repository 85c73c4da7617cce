using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports.Pages;

/// <summary>
/// A table. Wide ones stand as blocks on a narrow screen, every cell under its header's words, so nobody scrolls sideways; the roles keep
/// it a table for screen readers all the same.
/// </summary>
/// <param name="Caption">What it is.</param>
/// <param name="Headers">One for each column; the first column heads its row.</param>
/// <param name="Rows">Cells, as many as headers.</param>
internal sealed record DataTable(string Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<TableCell>> Rows)
{
    private const int MostColumnsOnAPhone = 3;

    /// <summary>Writes it.</summary>
    public void Write(Html html, AuditTexts texts)
    {
        if (Rows.Count == 0)
        {
            html.In("p", texts.Format("no-rows", Caption), ("class", "none"));
            return;
        }

        html.In("table", () =>
        {
            html.In("caption", Caption);
            html.In("thead", () => html.In(
                "tr",
                () => Headers.ToList().ForEach(header => html.In("th", header, ("scope", "col"), ("role", "columnheader"))),
                ("role", "row")), ("role", "rowgroup"));
            html.In("tbody", () => Rows.ToList().ForEach(row => WriteRow(html, row)), ("role", "rowgroup"));
        }, ("role", "table"), ("class", Headers.Count > MostColumnsOnAPhone ? "wide" : null));
    }

    private void WriteRow(Html html, IReadOnlyList<TableCell> row) => html.In("tr", () =>
    {
        foreach (var (column, cell) in row.Index())
        {
            html.In(
                column == 0 ? "th" : "td",
                () => WriteContent(html, cell),
                ("scope", column == 0 ? "row" : null), ("role", column == 0 ? "rowheader" : "cell"), ("data-h", Headers[column]),
                ("class", cell.Class), ("id", cell.Id));
        }
    }, ("role", "row"));

    private static void WriteContent(Html html, TableCell cell)
    {
        if (cell.Link is { } link)
        {
            html.In("a", cell.Text, ("href", link));
        }
        else
        {
            html.In("bdi", cell.Text);
        }
    }
}
