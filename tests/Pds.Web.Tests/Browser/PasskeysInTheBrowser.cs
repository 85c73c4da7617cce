using Microsoft.Playwright;
using Pds.Protocol.V1;
using Pds.Web.Hosting;

namespace Pds.Web.Tests.Browser;

/// <summary>Passkeys as a person uses them, with Chromium's own authenticator: made, signed in with, a consent signed with, taken away.</summary>
[Collection(BrowserCity.Name)]
public sealed class PasskeysInTheBrowser(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "R3")]
    [Trait("Feature", "S5")]
    [Trait("Feature", "X9")]
    public async Task A_passkey_is_made_signs_in_signs_a_consent_lets_it_go_on_and_is_taken_away()
    {
        var wrong = new List<string>();
        var page = await OpenAsync(wrong);
        var phone = await VirtualPasskeys.GiveAsync(page);
        await page.SignInAsync("hanako");

        // Made by the phone, and wanted by her: a sign-in over exactly this key.
        await page.GotoAsync("/settings/passkeys");
        (await page.WordsAsync()).Should().Contain("まだ、ひとつも ありません。");
        await page.MeasureAsync("passkeys-none", 360, wrong);
        await page.GetByLabel("名前（なくても かまいません）").FillAsync("花子の電話");
        await page.PressAsync("作りはじめる");
        await page.MeasureAsync("passkey-new", 360, wrong);
        await page.PressAsync("パスキーを作る");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("パスキーを作りました。").And.Contain("花子の電話");
        await page.MeasureAsync("passkeys", 360, wrong);
        (await phone.CountAsync()).Should().Be(1);

        // Signs in, without the provider.
        await page.GotoAsync("/settings");
        await page.PressAsync("ここを閉じる");
        await page.PressAsync("パスキーを作った方は、こちら");
        await page.MeasureAsync("passkey-in", 360, wrong);
        await page.PressAsync("パスキーを使う");
        await page.WaitForURLAsync("**/home");
        (await page.WordsAsync()).Should().Contain("こんにちは");

        // Signs a consent. The provider is still offered, and not the button one presses first.
        var asked = await city.World.AskAsync();
        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");
        await page.Locator($"input[name=yes][value={asked.Items[0].GrantId}]").CheckAsync();
        await page.PressAsync("えらんだものに「はい」");
        (await page.Locator("main .btn.primary:visible").AllInnerTextsAsync()).Should().Equal("パスキーで「はい」と言う");
        await page.MeasureAsync("confirm-passkey", 360, wrong);
        await page.PressAsync("パスキーで「はい」と言う");
        await page.WaitForURLAsync("**/done/**");
        (await page.WordsAsync()).Should().Contain("返事を送りました");
        (await EvidenceOfAsync(asked.Items[0].GrantId)).Should().Be("passkey");

        // Stopped for now, and let go on by the same hand.
        await page.GotoAsync($"/consents/{asked.Items[0].GrantId}/stop");
        await page.PressAsync("しばらく止める");
        await page.PressAsync("また使ってよいことにする");
        await page.MeasureAsync("resume", 360, wrong);
        await page.PressAsync("パスキーで「はい」と言う");
        await page.WaitForURLAsync("**?done=resumed");
        (await page.WordsAsync()).Should().Contain("また使ってよいことになりました。");

        await page.GotoAsync("/settings/passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "使えなくする" }).ClickAsync();
        (await page.WordsAsync()).Should().Contain("使えなくしました。").And.Contain("まだ、ひとつも ありません。");
        await page.GotoAsync("/settings");
        await page.PressAsync("ここを閉じる");
        await page.PressAsync("パスキーを作った方は、こちら");
        await page.PressAsync("パスキーを使う");
        await page.GetByText("本人確認が、できませんでした").WaitForAsync();
        (await page.WordsAsync()).Should().Contain("本人確認が、できませんでした", "the phone has the key still, and it opens nothing");
        wrong.Should().BeEmpty();
        ((ViolationReports)city.World.Web.Services.GetService(typeof(ViolationReports))!).Count.Should().Be(0, "the pages with a script keep their policy too");
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task Whoever_is_not_verified_or_goes_back_is_told_and_nothing_is_sent()
    {
        var page = await OpenAsync([]);
        var phone = await VirtualPasskeys.GiveAsync(page);
        await phone.VerifiedAsync(false);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/settings/passkeys");
        await page.PressAsync("作りはじめる");

        await page.PressAsync("パスキーを作る");

        await page.GetByText("うまく いきませんでした。").WaitForAsync();
        (await phone.CountAsync()).Should().Be(0);
        page.Url.Should().EndWith("/settings/passkeys/new");
        await phone.VerifiedAsync(true);
        await page.PressAsync("パスキーを作る");
        await page.PressCardAsync("taro");
        (await page.WordsAsync()).Should().Contain("本人確認が、できませんでした", "another person's sign-in makes no passkey of hers");
        await page.GotoAsync("/settings/passkeys");
        (await page.WordsAsync()).Should().Contain("まだ、ひとつも ありません。");
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task Without_a_script_the_pages_say_what_to_do_instead_and_the_provider_is_asked()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.GotoAsync("/");
        await page.PressAsync("パスキーを作った方は、こちら");
        (await page.WordsAsync()).Should().Contain("この画面では、パスキーを使えません。").And.NotContain("パスキーを使う\n");

        await page.PressAsync("本人確認をして、はじめる");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("こんにちは");
    }

    private async Task<IPage> OpenAsync(List<string> wrong)
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, scripts: true);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                wrong.Add($"{page.Url}: {message.Text}");
            }
        };
        return page;
    }

    // What the operator entered of it, out of the receipt that says so.
    private async Task<string> EvidenceOfAsync(string grant)
    {
        var receipt = await city.World.Hanako.GetReceiptAsync(grant);
        Consent.Receipt.TryParse(receipt.SdJwt, out var read).Should().BeTrue();
        return read!.ConsentEvidence!.Type;
    }
}
