using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Pds.Auditor.Reports.Cuts;

namespace Pds.Auditor.Tests.Reports;

/// <summary>The pages in Debian's Chromium: on paper, on a phone, under axe, and with everything blocked that their policy blocks.</summary>
[Collection(ReportedCity.Name)]
public sealed class ReportInBrowser(ReportedCity city)
{
    private const string Chromium = "/usr/bin/chromium";

    // The text area of A4 with our margins: 182 mm at 96 px an inch.
    private const int PaperWidth = 688;

    [Theory]
    [InlineData("index.html", "ja", "Manager")]
    [InlineData("index.html", "en", "Technical")]
    [InlineData("index.html", "ja", "Public")]
    [InlineData("pia.html", "ja", "Manager")]
    [Trait("Feature", "Q7")]
    public async Task A_page_fits_phone_and_paper_and_axe_finds_nothing(string page, string language, string cut)
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        var file = Path.Combine(city.Make(Enum.Parse<Cut>(cut), language), page);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await StartAsync(playwright);
        var tab = await browser.NewPageAsync();
        var (blocked, requested) = (new List<string>(), new List<string>());
        tab.Console += (_, message) => blocked.Add(message.Text);
        tab.Request += (_, request) => requested.Add(request.Url);

        await tab.GotoAsync("file://" + file);

        requested.Should().ContainSingle("a page that stands alone asks for nothing else");
        blocked.Should().BeEmpty();
        foreach (var width in new[] { 320, 360, 1200 })
        {
            await tab.SetViewportSizeAsync(width, 800);
            (await OverflowAsync(tab)).Should().BeEmpty($"nothing may scroll sideways at {width} px");
            await PictureAsync(tab, $"{Path.GetFileNameWithoutExtension(page)}-{cut}-{language}-{width}.png");
            if (width != 320 && (width != 1200 || cut != "Manager"))
            {
                continue;
            }

            var found = await tab.RunAxe();
            found.Violations.Select(violation => $"{violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Html).Take(2))}").Should().BeEmpty($"at {width} px");
        }

        await tab.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await tab.SetViewportSizeAsync(PaperWidth, 1000);
        (await OverflowAsync(tab)).Should().BeEmpty("nothing may be cut off on A4");
        var paper = await tab.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        paper.Length.Should().BeGreaterThan(10_000);
        if (Pictures is { } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(page)}-{cut}-{language}.pdf"), paper);
        }
    }

    // Set PDS_PICTURES to a folder to look at the pages.
    private static string? Pictures => Environment.GetEnvironmentVariable("PDS_PICTURES");

    private static Task<IBrowser> StartAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Chromium,
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync",
        ],
    });

    // What sticks out of the page to the right, by its own markup.
    private static async Task<string[]> OverflowAsync(IPage tab) => await tab.EvaluateAsync<string[]>(
        """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
            : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).map(e => e.outerHTML.slice(0, 160))
        """);

    private static async Task PictureAsync(IPage tab, string name)
    {
        if (Pictures is { } folder)
        {
            await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
