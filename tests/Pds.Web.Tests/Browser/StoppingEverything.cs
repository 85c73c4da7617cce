using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Web.Tests.Browser;

/// <summary>「全部やめる」 in a real browser without JavaScript: one question, one press, and nobody gets anything any more.</summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "N8")]
public sealed class StoppingEverything(BrowserCity city)
{
    [Fact]
    public async Task One_press_ends_all_of_it_and_the_very_next_calls_are_refused()
    {
        var (world, page, stop) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address), TestContext.Current.CancellationToken);
        var grants = await world.GrantAllAsync();
        await world.Hospital.FetchNewReceiptsAsync(stop).CountAsync(stop);
        await world.Hospital.RequestDataAsync(new DataRequest(grants[0], ["name"]), stop);
        await page.SignInAsync("hanako");

        await page.PressAsync(WebTexts.Pages["home.stop"]);
        (await page.WordsAsync()).Should().Contain("むつ総合病院").And.Contain("つ全部を、やめますか");
        await page.Locator("main form button.stop").ClickAsync();

        (await page.WordsAsync()).Should().Contain(WebTexts.Pages["stopall.done"]);
        (await world.Hanako.ListConsentsAsync(stop).ToListAsync(stop)).Should().NotContain(consent => consent.State == ConsentState.Active || consent.State == ConsentState.Paused);
        foreach (var (grant, field) in grants.Zip(["name", "status", "code"]))
        {
            (await world.Hospital.Invoking(one => one.RequestDataAsync(new DataRequest(grant, [field]), stop)).Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be("CONSENT_WITHDRAWN");
        }

        await page.GotoAsync("/home");
        (await page.WordsAsync()).Should().NotContain(WebTexts.Pages["home.stop"], "nothing is left to stop");
    }
}
