namespace Pds.Web.Tests.Browser;

/// <summary>「お知らせの受け取り方」 in the browser.</summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "T13")]
public sealed class ChoosingNotices(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "T7")]
    public async Task She_chooses_letters_once_a_day_and_finds_it_so_afterwards()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("taro");
        await page.GotoAsync("/settings");
        await page.PressAsync("受け取り方を決める");
        await page.GetByLabel("手紙").CheckAsync();
        await page.GetByLabel("1日に1回、朝の8時").CheckAsync();
        await page.GetByLabel("はじめて使われたとき").UncheckAsync();
        await page.PressAsync("この受け取り方にする");

        (await page.WordsAsync()).Should().Contain("この受け取り方にしました");
        await page.GotoAsync("/notices");
        (await page.GetByLabel("手紙").IsCheckedAsync()).Should().BeTrue();
        (await page.GetByLabel("1日に1回、朝の8時").IsCheckedAsync()).Should().BeTrue();
        (await page.GetByLabel("はじめて使われたとき").IsCheckedAsync()).Should().BeFalse();
        (await page.GetByLabel("新しいお願いが届いたとき").IsCheckedAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task An_address_that_is_none_is_said_beside_it_and_stays_in_the_form()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/notices");
        await page.GetByLabel("メール", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("メールの宛先").FillAsync("hanako@b,c");
        await page.Locator("main form.card").EvaluateAsync("form => form.noValidate = true");
        await page.PressAsync("この受け取り方にする");

        (await page.WordsAsync()).Should().Contain("メールの宛先が、正しくないようです");
        (await page.GetByLabel("メールの宛先").InputValueAsync()).Should().Be("hanako@b,c");
    }
}
