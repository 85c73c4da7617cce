using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Hosting;

namespace Pds.Web.Tests.Browser;

/// <summary>The counter, paper and the telephone in a real browser without JavaScript.</summary>
[Collection(BrowserCity.Name)]
public sealed partial class DeskInTheBrowser(BrowserCity city)
{
    [Fact]
    [Trait("Scenario", "SC3")]
    [Trait("Feature", "G7")]
    [Trait("Feature", "N26")]
    public async Task An_82_year_old_without_a_phone_agrees_at_the_counter_to_her_appointments_alone_and_takes_a_receipt_along()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        await world.ClearAsync();
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, ["hospital-booking@1"]);
        await page.SignInStaffAsync("clerk-aoi");
        await page.PressAsync("窓口をひらく");
        await page.PressAsync("来た人を手伝う");

        // 花子 presses her own card at the counter's terminal: that opens the visit, and the clerk stays who she is.
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("手伝っている人").And.Contain("窓口 あおい");
        var visit = VisitIn().Match(page.Url).Groups[1].Value;
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("いっしょに読む") }).ClickAsync();
        var words = await page.WordsAsync();
        words.Should().Contain("むつ総合病院").And.Contain("＊＊＊").And.NotContain("見本 花子", "the clerk sees masked values");

        // Not sure means nothing; then she says yes, and says so herself with her card.
        await page.PressAsync("迷っている");
        (await world.Hanako.ListRequestsAsync().LastAsync()).Items.Single().State.Should().Be(ConsentState.Requested);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("いっしょに読む") }).ClickAsync();
        await page.PressAsync("『はい』と言った");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("かならず手わたしてください").And.Contain("今、確かめました。正しい記録です。");
        (await page.SheetsAsync()).Should().Be(1);
        var given = await world.Hanako.ListConsentsAsync().SingleAsync(one => one.GrantId == asked.Items[0].GrantId);
        (given.State, given.Purpose).Should().Be((ConsentState.Active, "hospital-booking@1"));

        // After the visit the clerk can do nothing: neither by a new page nor by the back button.
        await page.GotoAsync($"/desk/visits/{visit}");
        await page.PressAsync("手伝いを終わる");
        (await page.WordsAsync()).Should().Contain("もう何もできません");
        foreach (var path in new[] { $"/desk/visits/{visit}", $"/desk/visits/{visit}/items/{given.GrantId}", $"/desk/visits/{visit}/receipts/{given.GrantId}" })
        {
            (await page.GotoAsync(path))!.Status.Should().Be(403, path);
            (await page.WordsAsync()).Should().Contain("この手伝いは終わりました");
        }

        Violations().Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "G8")]
    [Trait("Feature", "R11")]
    [Trait("Feature", "G4")]
    public async Task A_paper_form_goes_out_comes_in_and_two_clerks_make_a_receipt_of_it()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        await world.ClearAsync();
        await world.Hospital.RequestConsentAsync(world.Reference, ["hospital-registration@1"]);

        var (receipt, sheets) = await city.ByPaperAsync(page, "hospital-registration@1", world.Numbers["hanako"]);

        receipt.Should().Contain("手伝った職員").And.Contain("紙で、ふたり", "both persons are on it");
        receipt.Should().Contain("むつ総合病院").And.Contain("今、確かめました。正しい記録です。");
        sheets.Should().Be(1);
        (await world.Hanako.ListConsentsAsync().LastAsync()).State.Should().Be(ConsentState.Active);
        Violations().Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "G6")]
    [Trait("Feature", "G10")]
    public async Task By_telephone_she_stops_one_after_the_call_back()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await page.SignInStaffAsync("clerk-midori");

        await city.StopByTelephoneAsync(page, world.Numbers["hanako"]);

        (await world.Hanako.ListConsentsAsync().SingleAsync(one => one.GrantId == grant)).State.Should().Be(ConsentState.Withdrawn);
        var refused = await world.Hospital.Invoking(h => h.RequestDataAsync(new DataRequest(grant, ["name"]))).Should().ThrowAsync<PdsException>();
        refused.Which.Reason.Should().Be("CONSENT_WITHDRAWN");
        Violations().Should().Be(0);
    }

    private long Violations() => ((ViolationReports)city.World.Web.Services.GetService(typeof(ViolationReports))!).Count;

    [GeneratedRegex("/desk/visits/(vis_[a-z2-7]{26})")]
    private static partial Regex VisitIn();
}
