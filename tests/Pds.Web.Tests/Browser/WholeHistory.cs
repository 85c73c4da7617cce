using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Web.Tests.Browser;

/// <summary>The history and the passbook in the browser: all that was done, by whom and why; each line of the passbook leads to its entry.</summary>
[Collection(BrowserCity.Name)]
public sealed class WholeHistory(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "T3")]
    public async Task What_an_auditor_read_without_any_consent_stands_in_her_history_with_who_and_why()
    {
        const string why = "令和8年度の定例の監査";
        await city.World.GrantAsync();
        var auditor = await city.World.EnrollNewAsync("監査法人 見本", OrganizationRole.Auditor);
        var job = await auditor.Audit.CreateExportAsync("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", why, new ExportScope());
        await auditor.Audit.WaitAsync(job);
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/uses");
        await page.PressAsync("できごとの記録を全部見る");
        await page.Locator("#show").SelectOptionAsync("read");
        await page.Locator("main form button").ClickAsync();

        var first = page.Locator("ol.line > li").First;
        (await first.InnerTextAsync()).Should().Contain("あなたの記録が、見られました").And.Contain("監査人").And.Contain("監査法人 見本").And.Contain(why);
        (await page.WordsAsync()).Should().NotContain("お願いが届きました", "the filter holds what it says");
        await first.Locator("a.btn").ClickAsync();
        (await page.WordsAsync()).Should().Contain(why).And.Contain("この番号は、電話や窓口で聞くときに使えます。");
    }

    [Fact]
    [Trait("Feature", "N6")]
    public async Task Each_line_of_the_passbook_leads_to_its_entry_and_the_balance_is_what_lives()
    {
        var grant = await city.World.GrantAsync();
        await city.World.Hospital.FetchNewReceiptsAsync().CountAsync();
        await city.World.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/passbook");
        var rows = await page.Locator("tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.querySelector('td:nth-child(2)').innerText.split('\\n')[0] + '|' + (row.querySelector('a')?.getAttribute('href') ?? ''))");

        rows.Should().OnlyContain(row => row.Contains("|/history/", StringComparison.Ordinal));
        var words = new Dictionary<string, string>
        {
            ["お願い"] = "お願いが届きました", ["はい"] = "「はい」と答えました", ["いいえ"] = "ことわりました", ["使われた"] = "情報をわたしました", ["終わり"] = "やめました",
        };
        foreach (var row in rows.TakeLast(5))
        {
            var (what, place) = (row.Split('|')[0], row.Split('|')[1]);
            await page.GotoAsync(place);
            (await page.WordsAsync()).Should().Contain(words[words.Keys.Single(key => what.StartsWith(key, StringComparison.Ordinal))]);
        }

        await page.GotoAsync("/passbook");
        var living = await city.World.Hanako.ListConsentsAsync().CountAsync(one => one.State is ConsentState.Active or ConsentState.Paused);
        (await page.Locator("tbody tr:last-child td:last-child").InnerTextAsync()).Should().EndWith(living.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    // The last lines of a known story, as they are printed: what, who, why, balance. Dates and numbers are those of the day.
    [Fact]
    [Trait("Feature", "N6")]
    public async Task The_passbook_prints_large_on_A4()
    {
        var grant = await city.World.GrantAsync();
        await city.World.Hospital.FetchNewReceiptsAsync().CountAsync();
        await city.World.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        await city.World.Hanako.WithdrawAsync(grant);
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, width: 1280);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/passbook");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        var printed = await page.Locator("tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.slice(-6).map(row => [row.cells[1].innerText.replace(/\\s+/g, ' '), row.cells[3].innerText.trim()].join(' / '))");
        printed.Should().Equal(
            "お願い むつ総合病院 受付のときの本人確認 / 0",
            "お願い むつ総合病院 診察と入院の日どりの調整 / 0",
            "お願い むつ総合病院 これまでの病気を知って診察すること / 0",
            "はい むつ総合病院 受付のときの本人確認 / 1",
            "使われた むつ総合病院 受付のときの本人確認 / 1",
            "終わり むつ総合病院 受付のときの本人確認 / 0");
        (await page.Locator(".book td").First.EvaluateAsync<double>("cell => parseFloat(getComputedStyle(cell).fontSize)")).Should().BeGreaterThan(17, "13 points");
        var pdf = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new PagePdfOptions
        {
            PreferCSSPageSize = true, Path = Screens.Folder is { } folder ? Path.Combine(folder, "passbook.pdf") : null,
        }));
        pdf.Should().MatchRegex(@"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", "A4 is 595 by 842 points");
    }

    [Fact]
    [Trait("Feature", "N6")]
    public async Task On_a_phone_with_the_largest_letters_the_lines_are_cards()
    {
        await city.World.GrantAsync();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = Preferences.Cookie, Value = "largest.plain", Url = city.World.Web.Address.AbsoluteUri, Secure = true }]);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/passbook");

        (await page.Locator(".book td").First.EvaluateAsync<string>("cell => getComputedStyle(cell).display")).Should().Be("block");
        (await page.Locator(".book tr").Last.EvaluateAsync<double>("row => row.querySelector('td:nth-child(2)').getBoundingClientRect().width")).Should().BeGreaterThan(200);
        await page.SetViewportSizeAsync(1280, 800);
        (await page.Locator(".book td").First.EvaluateAsync<string>("cell => getComputedStyle(cell).display")).Should().Be("table-cell");
    }
}
