using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Browser;

/// <summary>「ここが違う」 in the browser, to the answer of whoever wrote it.</summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "V10")]
public sealed class Correcting(BrowserCity city)
{
    [Fact]
    public async Task She_says_what_is_wrong_and_reads_the_answer()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("taro");
        await page.GotoAsync("/records/basic-four@1");
        await page.Locator("details.wrong").First.Locator("summary").ClickAsync();
        await page.Locator("a[href$='/address']").First.ClickAsync();
        await page.PressAsync("この内容を送る");
        (await page.WordsAsync()).Should().Contain("ここに書いてください");
        await page.GetByLabel("どこが違い、正しくは何ですか").FillAsync("番地が違います。\n正しくは 9番地です。");
        await page.TakeAsync("wrong");
        await page.PressAsync("この内容を送る");
        (await page.WordsAsync()).Should().Contain("送りました").And.Contain("番地が違います。").And.Contain("返事を待っています");

        var asked = await city.World.Steward.ListCorrectionsAsync().LastAsync(one => one.State == CorrectionState.Open);
        await city.World.Steward.DecideCorrectionAsync(asked.CorrectionId, CorrectionState.Refused, "届け出のとおりです。");
        await page.GotoAsync("/corrections");
        (await page.WordsAsync()).Should().Contain("直しませんでした").And.Contain("届け出のとおりです。");
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public async Task Anothers_record_is_not_there()
    {
        var record = (await city.World.Taro.ListRecordsAsync().FirstAsync()).RecordId;
        using var hanako = new PageClient(city.World);
        await hanako.SignInAsync("hanako");

        (await hanako.ReadAsync($"/records/basic-four@1/wrong/{record}/name")).Status.Should().Be(System.Net.HttpStatusCode.NotFound);
    }
}
