using System.Text;

namespace Pds.Web.Tests.Browser;

/// <summary>Somebody reads what erasing means, has everything erased, keeps the proof, and cannot come back.</summary>
[Collection(BrowserCity.Name)]
public sealed class ErasingInTheBrowser(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "V8")]
    [Trait("Invariant", "I-34")]
    public async Task Everything_goes_on_a_fresh_sign_in_and_the_proof_is_handed_over()
    {
        var wrong = new List<string>();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, scripts: true);
        await page.SignInAsync("kiku");
        await page.GetByLabel("手紙に書いてある番号").FillAsync((await city.World.Steward.Steward.CreateResidentAsync()).DeviceCode);
        await page.PressAsync("この番号ではじめる");
        await page.GotoAsync("/settings");
        await page.PressAsync("消す前に読む");
        (await page.WordsAsync()).Should().Contain("開く鍵ごと消します");
        (await page.Locator("input:checked").CountAsync()).Should().Be(0);

        // Nothing chosen, and "no", erase nothing.
        await page.PressAsync("次へ");
        (await page.WordsAsync()).Should().Contain("えらばれていません。");
        await page.GetByLabel("消さない").CheckAsync();
        await page.PressAsync("次へ");
        page.Url.Should().EndWith("/settings");

        await page.GotoAsync("/settings/erase");
        await page.GetByLabel("全部消す").CheckAsync();
        await page.PressAsync("次へ");
        await page.PressAsync("本人確認をして、全部消す");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("本人確認が、できませんでした", "another person's sign-in erases nobody");
        await page.GotoAsync("/settings/erase/confirm");
        await page.PressAsync("本人確認をして、全部消す");
        await page.PressCardAsync("kiku");

        (await page.WordsAsync()).Should().Contain("全部消しました").And.Contain("使われた記録も、消しました。");
        await page.MeasureAsync("erased", 360, wrong);
        var download = await page.RunAndWaitForDownloadAsync(() => page.PressAsync("しょうこを もらう"));
        var proof = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(proof).Should().StartWith("c2sp.org/tlog-proof@v1");
        await page.GotoAsync("/home");
        (await page.WordsAsync()).Should().Contain("もう一度、本人確認をしてください", "she is signed out");
        await page.PressAsync("本人確認をして、はじめる");
        await page.PressCardAsync("kiku");
        (await page.WordsAsync()).Should().Contain("手紙の番号を入れてください", "the city does not know her any more");
        wrong.Should().BeEmpty();
    }
}
