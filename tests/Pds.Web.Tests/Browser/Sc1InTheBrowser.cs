using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Hosting;

namespace Pds.Web.Tests.Browser;

/// <summary>Scenario SC1 in a real browser without JavaScript: from the sign-in to the refused call, and both lines in her history.</summary>
[Collection(BrowserCity.Name)]
public sealed class Sc1InTheBrowser(BrowserCity city)
{
    [Fact]
    [Trait("Scenario", "SC1")]
    [Trait("Feature", "T1")]
    [Trait("Feature", "T2")]
    [Trait("Feature", "T6")]
    [Trait("Feature", "T9")]
    [Trait("Feature", "N8")]
    [Trait("Feature", "X9")]
    public async Task Hanako_allows_two_of_three_sees_the_use_and_stops_it_the_next_day()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        var stop = TestContext.Current.CancellationToken;
        var asked = await world.AskAsync();

        // She signs in, reads, and ticks two of three. Nothing was ticked beforehand.
        await page.SignInAsync("hanako");
        (await page.WordsAsync()).Should().Contain("むつ総合病院").And.Contain("3つ届いています");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("見て、返事をする") }).ClickAsync();
        (await page.Locator("input:checked").CountAsync()).Should().Be(0);
        (await page.WordsAsync()).Should().Contain("見本 花子", "the values that would leave are shown").And.Contain("昭和19年");
        await page.Locator($"input[name=yes][value={asked.Items[0].GrantId}]").CheckAsync();
        await page.Locator($"input[name=yes][value={asked.Items[1].GrantId}]").CheckAsync();
        await page.PressAsync("えらんだものに「はい」");

        // The exact document, then a fresh sign-in over it.
        (await page.WordsAsync()).Should().Contain("やめたくなったら").And.Contain("これまでの病気を知って診察すること");
        await page.PressAsync("本人確認をして「はい」と言う");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("返事を送りました");

        // The receipt, whose proof was checked.
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("受付のときの本人確認") }).ClickAsync();
        (await page.WordsAsync()).Should().Contain("今、確かめました。正しい記録です。");

        // The hospital uses it; she sees it.
        await world.Hospital.FetchNewReceiptsAsync(stop).CountAsync(stop);
        var before = await UsesAsync(page);
        var registration = asked.Items[0].GrantId;
        var given = await world.Hospital.RequestDataAsync(new DataRequest(registration, ["name", "birth_date"]), stop);
        given.Records.Should().ContainSingle();
        (await UsesAsync(page)).Should().Be(before + 1);

        // The next day she signs in again, reads what will stop, and stops it.
        world.Clock.Shift += TimeSpan.FromDays(1);
        await page.GotoAsync($"/consents/{registration}/stop");
        (await page.WordsAsync()).Should().Contain("もう一度、本人確認をしてください");
        await page.PressAsync("本人確認をして、はじめる");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("受け取った情報を").And.Contain("までに消します");
        await page.PressAsync("やめる");
        (await page.WordsAsync()).Should().Contain("やめました。もう使えません。");

        // The hospital's very next call is refused with the reason, and she sees both lines.
        var refused = await world.Hospital.Invoking(h => h.RequestDataAsync(new DataRequest(registration, ["name", "birth_date"]))).Should().ThrowAsync<PdsException>();
        refused.Which.Reason.Should().Be("CONSENT_WITHDRAWN");
        await page.GotoAsync("/uses");
        var words = await page.WordsAsync();
        words.Should().Contain("わたした").And.Contain("ことわった").And.Contain("あなたが、やめると言ったからです。");
        await page.GotoAsync("/consents");
        words = await page.WordsAsync();
        words.Should().Contain("あなたがやめました").And.Contain("あなたがことわりました").And.Contain("使ってよい");
        ((ViolationReports)world.Web.Services.GetService(typeof(ViolationReports))!).Count.Should().Be(0, "no page may break its own policy");
    }

    // The city is shared, so others may have used something before.
    private static async Task<int> UsesAsync(IPage page)
    {
        await page.GotoAsync("/uses");
        var said = Regex.Match(await page.WordsAsync(), "1か所が([0-9]+)回、使いました");
        return said.Success ? int.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
