using System.Diagnostics;
using Pds.Auditor.Reports.Tables;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Tests.Reports;

/// <summary>The tables in LibreOffice Calc, opened as by a double click: every cell is what was written.</summary>
[Collection(ReportedCity.Name)]
public sealed class Spreadsheets(ReportedCity city)
{
    private static readonly string[] Hostile =
    [
        "=1+1", "+81-175-22-1111", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "007", "0000000000000000000000123", "1-2", "2026-04-01", "3/4", "12:30", "1E5", "50%", "TRUE", "'mine",
        "むつ市", "a,b", "say \"x\"", "two\nlines", "=cmd|' /C calc'!A0", " lead", "令和8年4月1日", "4月1日", "¥100", "\u202Egnp.exe", "<script>", "",
    ];

    [Fact]
    public async Task Every_cell_of_every_table_survives()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/soffice"), "LibreOffice is not installed.");
        var folder = Directory.CreateDirectory(city.Audited.NewFolder()).FullName;
        var texts = AuditTexts.Of("ja", "Report");
        using (var file = new CsvFile(Path.Combine(folder, "hostile.csv"), [new Column("ground"), new Column("count", ColumnType.Number), new Column("at", ColumnType.Time)], texts))
        {
            foreach (var (number, text) in Hostile.Index())
            {
                file.Write(text, number, new DateTimeOffset(2026, 4, 1, 0, 0, number, TimeSpan.Zero));
            }
        }

        foreach (var table in Directory.GetFiles(city.Report, "*.csv"))
        {
            File.Copy(table, Path.Combine(folder, Path.GetFileName(table)));
        }

        var converted = await ConvertAsync(folder);

        foreach (var table in Directory.GetFiles(folder, "*.csv"))
        {
            Csv.Read(Path.Combine(converted, Path.GetFileName(table))).Should().BeEquivalentTo(
                Csv.Read(table), options => options.WithStrictOrdering(), Path.GetFileName(table));
        }
    }

    [Fact]
    public void One_apostrophe_taken_away_gives_back_the_text()
    {
        foreach (var text in Hostile.Where(text => !text.Any(char.IsControl) && !text.Contains('\u202E')))
        {
            var cell = Cell.Of(text);

            (cell.StartsWith('\'') ? cell[1..] : cell).Should().Be(text);
        }
    }

    // Reads UTF-8 as the byte order mark says, quoted fields not taken as text, numbers and dates detected; writes what the cells show.
    private static async Task<string> ConvertAsync(string folder)
    {
        var (output, profile) = (Path.Combine(folder, "out"), Path.Combine(folder, "profile"));
        using var office = Process.Start(new ProcessStartInfo(
            "/usr/bin/soffice",
            [
                $"-env:UserInstallation=file://{profile}", "--headless", "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", output,
                .. Directory.GetFiles(folder, "*.csv"),
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = office.StandardOutput.ReadToEndAsync();
        var failed = office.StandardError.ReadToEndAsync();
        await office.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        office.ExitCode.Should().Be(0, await said + await failed);
        return output;
    }
}
