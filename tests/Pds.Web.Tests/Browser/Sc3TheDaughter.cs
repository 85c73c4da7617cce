using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pds.Client;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// The second half of scenario SC3, without JavaScript: the mother entrusts her daughter with looking and deciding, the daughter reads the history, and
/// her reading is in it; then the mother has it end.
/// </summary>
[Collection(BrowserCity.Name)]
public sealed class Sc3TheDaughter(BrowserCity city)
{
    [Fact]
    [Trait("Scenario", "SC3")]
    [Trait("Feature", "T11")]
    [Trait("Feature", "G4")]
    [Trait("Feature", "G11")]
    public async Task The_daughter_becomes_her_mothers_proxy_reads_the_history_and_is_in_it()
    {
        var (world, stop) = (city.World, TestContext.Current.CancellationToken);
        var wrong = new List<string>();
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync(stop).CountAsync(stop);
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name", "birth_date"]), stop);

        // The daughter comes with the letter of her own, and reads out a code.
        var daughter = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await daughter.SignInAsync("natsuko");
        await daughter.GetByLabel("手紙に書いてある番号").FillAsync((await world.Steward.Steward.CreateResidentAsync(cancellationToken: stop)).DeviceCode);
        await daughter.PressAsync("この番号ではじめる");
        await daughter.GotoAsync("/people/code");
        await daughter.GetByLabel("相手に見せる、あなたの名前").FillAsync("見本 夏子");
        await daughter.PressAsync("番号を出す");
        (await daughter.WordsAsync()).Should().Contain("この番号を、手伝ってほしい人に伝えてください。");
        await daughter.MeasureAsync("people-code-told", 360, wrong);
        var code = await daughter.Locator("p.code").InnerTextAsync();

        // The mother types it and chooses; nothing was chosen beforehand.
        var mother = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await mother.SignInAsync("hanako");
        await mother.GotoAsync("/settings");
        await mother.PressAsync("手伝ってくれる人を見る");
        await mother.PressAsync("だれかに、たのむ");
        (await mother.Locator("input:checked").CountAsync()).Should().Be(0);
        await mother.GetByLabel("相手の番号").FillAsync(code.ToUpperInvariant());
        await mother.GetByLabel("相手に見せる、あなたの名前").FillAsync("見本 花子");
        await mother.Locator("select").SelectOptionAsync("6");
        await mother.Locator("input[value=grant]").CheckAsync();
        await mother.PressAsync("たのむ内容を、確かめる");
        (await mother.WordsAsync()).Should().Contain("「使われた記録を見る」に、しるしを付けてください。");
        await mother.MeasureAsync("people-add-wrong", 360, wrong);
        await mother.Locator("input[value=history]").CheckAsync();
        await mother.Locator("input[value=withdraw]").CheckAsync();
        await mother.Locator("input[value=decline]").CheckAsync();
        await mother.Locator("input[value=basic-four]").CheckAsync();
        await mother.PressAsync("たのむ内容を、確かめる");

        // The exact document, then a fresh sign-in over it.
        (await mother.WordsAsync()).Should().Contain("見本 夏子さんに、お願いします。").And.Contain("ほかの人にたのむこと").And.Contain("基本4情報");
        await mother.MeasureAsync("people-confirm", 360, wrong);
        await mother.PressAsync("本人確認をして、たのむ");
        await mother.PressCardAsync("hanako");
        (await mother.WordsAsync()).Should().Contain("お願いを送りました").And.Contain("返事を待っています");

        // The daughter takes it on and looks; every page says whose it is.
        await daughter.GotoAsync("/people");
        await daughter.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("見て、返事をする") }).ClickAsync();
        (await daughter.WordsAsync()).Should().Contain("見本 花子さんの代わりの人に、なりますか");
        await daughter.PressAsync("はい、引き受けます");
        await daughter.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("さんの代わりに見る") }).ClickAsync();
        foreach (var path in new[] { "/home", "/uses", "/consents", $"/consents/{grant}", "/passbook", "/nothing-here" })
        {
            await daughter.GotoAsync(path);
            (await daughter.WordsAsync()).Should().Contain("見本 花子さんの代わりに、見ています。", path).And.Contain("代わりに決める人", path);
        }

        await daughter.GotoAsync("/uses");
        (await daughter.WordsAsync()).Should().Contain("むつ総合病院").And.Contain("わたした");
        await daughter.MeasureAsync("acting-uses", 360, wrong);
        await daughter.GotoAsync("/records/basic-four@1");
        (await daughter.WordsAsync()).Should().Contain("この役目では、できません").And.NotContain("昭和19年");
        await daughter.GotoAsync("/people");
        daughter.Url.Should().EndWith("/home", "whom her mother trusts is not the daughter's to change");

        // She stops the consent, and the mother sees who did.
        await daughter.GotoAsync($"/consents/{grant}/stop");
        await daughter.PressAsync("やめる");
        await mother.GotoAsync("/people");
        await mother.PressAsync("代わりに見た記録・した記録");
        (await mother.WordsAsync()).Should().Contain("代わりに 見本 夏子さんが").And.Contain("使われた記録を見ました。").And.Contain("使うことを、やめさせました。");
        await mother.MeasureAsync("people-acts", 360, wrong);

        // The mother has it end; the daughter's very next page says so, and leads back.
        await mother.GotoAsync("/people");
        await mother.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("やめてもらう.*夏子") }).ClickAsync();
        await mother.PressAsync("やめてもらう");
        (await mother.WordsAsync()).Should().Contain("終わりました。もう何もできません。");
        await daughter.GotoAsync("/uses");
        (await daughter.WordsAsync()).Should().Contain("代わりに見ることは、終わりました");
        await daughter.MeasureAsync("acting-ended", 360, wrong);
        await daughter.PressAsync("自分に戻る");
        (await daughter.WordsAsync()).Should().Contain("あなたが手伝う人").And.NotContain("代わりに、見ています");
        wrong.Should().BeEmpty();
    }
}
