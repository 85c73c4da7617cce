using System.Diagnostics;
using Microsoft.Playwright;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// A receipt is printed, the sheet is scanned (200 points an inch), another project's reader reads the square code, and <c>pds-audit</c> checks it with the log's
/// key and nothing else.
/// </summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "G8")]
[Trait("Feature", "R11")]
public sealed class ReceiptOnPaper(BrowserCity city) : IDisposable
{
    private const string PrintTool = "/usr/bin/pdftoppm";
    private const string ReadTool = "/usr/bin/zbarimg";
    private readonly string _folder = Directory.CreateTempSubdirectory("pds-paper-").FullName;

    [Fact]
    public async Task What_is_printed_is_proved_by_the_paper_alone()
    {
        Assert.SkipUnless(File.Exists(PrintTool) && File.Exists(ReadTool), "pdftoppm (poppler-utils) and zbarimg (zbar-tools) are not installed.");
        var grant = await city.World.GrantAsync();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/consents/{grant}");
        await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true, Path = Path.Combine(_folder, "receipt.pdf") });

        await RunAsync(PrintTool, "-r", "200", "-png", "-singlefile", "receipt.pdf", "receipt");
        var read = await RunAsync(ReadTool, "--raw", "--quiet", "receipt.png");

        var key = (await city.World.City.Anybody.CallAsync<GetServerKeysResponse>("/pds.v1.LedgerService/GetServerKeys", new GetServerKeysRequest())).LogVkey;
        NoteVerifier.TryParse(key, out var verifier).Should().BeTrue();
        PaperProof.TryParse(read.TrimEnd('\n') + "\n", out var paper).Should().BeTrue(read);
        paper!.TryVerify(verifier!, out _).Should().BeTrue();
        (await city.World.Hanako.GetReceiptAsync(grant)).Evidence.Index.Should().Be(paper.Index);
        paper.LabelKey.Should().Equal(await city.World.Hanako.GetLabelKeyAsync());
        read.Should().NotContain(grant).And.NotContain("res_").And.NotContain("花子");
        await File.WriteAllTextAsync(Path.Combine(_folder, "code.txt"), read);
        (await RunAsync("dotnet", AuditTool, "paper", "code.txt", "--key", key)).Should().Contain("本物です");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string AuditTool
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(here.Parent!.Parent!.FullName, "Pds.Auditor", here.Name, "pds-audit.dll");
        }
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        process.ExitCode.Should().Be(0, await errors);
        return await output;
    }
}
