using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Pds.Web.Tests.Browser;

/// <summary>What clerks do with paper and on the telephone, press by press.</summary>
internal static partial class DeskWalk
{
    /// <summary>
    /// One clerk prints a form and takes it in filled with a yes, the other reads it; returns the words of the receipt that is then on her screen,
    /// and on how many sheets it prints.
    /// </summary>
    public static async Task<(string Words, int Sheets)> ByPaperAsync(this BrowserCity city, IPage page, string purpose, string number)
    {
        await page.SignInStaffAsync("clerk-aoi");
        await page.GotoAsync("/desk/paper");
        await page.Locator($"button[name=purpose][value='{purpose}']").ClickAsync();
        var sheet = await page.WordsAsync();
        sheet.Should().Contain("内容の版").And.NotContain(number).And.NotContain("花子");
        var form = FormIn().Match(sheet).Value;
        await page.GotoAsync($"/desk/paper/in/{purpose}");
        await page.GetByLabel("用紙の番号（frmではじまる）").FillAsync(form);
        await page.GetByLabel("住民の番号（10の数字）").FillAsync(number);
        await page.GetByLabel("用紙の画像").SetInputFilesAsync(new FilePayload { Name = "scan.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7\n"u8, .. Guid.NewGuid().ToByteArray()] });
        await page.GetByLabel("「はい」に しるし", new() { Exact = true }).CheckAsync();
        await page.PressAsync("受け付ける");
        (await page.WordsAsync()).Should().Contain("もうひとりの職員を待っています").And.Contain("あなたが受け付けました");

        // The other clerk, in a browser of her own.
        var other = await city.Chromium.OpenAsync(city.World.Web.Address);
        await other.SignInStaffAsync("clerk-midori");
        await other.GotoAsync("/desk/paper");
        await other.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("読んで確かめる") }).First.ClickAsync();
        await other.GetByLabel("「はい」に しるし", new() { Exact = true }).CheckAsync();
        await other.PressAsync("読んだとおりに決める");
        (await other.WordsAsync()).Should().Contain("まだ画像を見ていません。見てから、えらんでください。");

        // A file of the other clerk's own browser: fetched, and not shown as a page.
        var scan = await other.GetByRole(AriaRole.Link, new() { Name = "用紙の画像を見る" }).GetAttributeAsync("href");
        (await other.Context.APIRequest.GetAsync(new Uri(city.World.Web.Address, scan).AbsoluteUri)).Status.Should().Be(200);
        await other.GetByLabel("「はい」に しるし", new() { Exact = true }).CheckAsync();
        await other.PressAsync("読んだとおりに決める");
        var receipt = await other.WordsAsync();
        var sheets = await other.SheetsAsync();
        await other.Context.CloseAsync();
        return (receipt, sheets);
    }

    /// <summary>On how many sheets of A4 the page prints.</summary>
    public static async Task<int> SheetsAsync(this IPage page) => Regex.Count(
        System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true })), @"/Type\s*/Page\b");

    /// <summary>A signed-in clerk calls back, types what she says, and stops the first thing that is on.</summary>
    public static async Task StopByTelephoneAsync(this BrowserCity city, IPage page, string number)
    {
        await page.GotoAsync("/desk");
        await page.GetByLabel("住民の番号（10の数字）").FillAsync(number);
        await page.PressAsync("かけなおす");
        var call = CallIn().Match(page.Url).Groups[1].Value;
        (await page.WordsAsync()).Should().NotContain(city.World.Spoken(call), "no clerk sees the code");
        await page.GetByLabel("本人が言った6つの数字").FillAsync(city.World.Spoken(call));
        await page.PressAsync("この数字で進む");
        var words = await page.WordsAsync();
        words.Should().Contain("やめることだけができます").And.NotContain("いっしょに読む");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^やめる") }).First.ClickAsync();
        (await page.WordsAsync()).Should().Contain("やめました。もう使えません。");
        await page.PressAsync("手伝いを終わる");
    }

    [GeneratedRegex("frm_[a-z2-7]{26}")]
    private static partial Regex FormIn();

    [GeneratedRegex("/desk/calls/(vis_[a-z2-7]{26})")]
    private static partial Regex CallIn();
}
