using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// Scenario SC17: one whole journey (hospital, move, shopping street) of somebody with a landline and paper only. 一郎 was at the counter once, when his
/// vault was opened; since then everything goes by letter and by the landline.
/// </summary>
[Collection(BrowserCity.Name)]
public sealed class Sc17OnPaper(BrowserCity city)
{
    [Fact]
    [Trait("Scenario", "SC17")]
    [Trait("Feature", "G6")]
    [Trait("Feature", "G8")]
    public async Task Ichiro_agrees_to_three_on_paper_and_stops_one_by_landline_and_every_receipt_is_valid()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        var ichiro = await world.VisitAsync("ichiro");
        var (water, shops) = (await world.EnrollKnownAsync("しもきた水道"), await world.EnrollKnownAsync("むつ商店会"));
        (PdsClient Who, string Purpose)[] journey = [(world.Hospital, "hospital-registration@1"), (water, "water-moving@1"), (shops, "shop-birthday@1")];
        foreach (var (who, purpose) in journey)
        {
            await who.RequestConsentAsync(await ichiro.IssueReferenceAsync(who.OrganizationId), [purpose]);
        }

        foreach (var (_, purpose) in journey)
        {
            (await city.ByPaperAsync(page, purpose, world.Numbers["ichiro"])).Words.Should().Contain("今、確かめました。正しい記録です。", purpose);
        }

        var given = await ichiro.ListConsentsAsync().ToListAsync(TestContext.Current.CancellationToken);
        given.Select(one => (one.Purpose, one.State)).Should().BeEquivalentTo(journey.Select(one => (one.Purpose, ConsentState.Active)));
        foreach (var one in given)
        {
            var receipt = await ichiro.GetReceiptAsync(one.GrantId, TestContext.Current.CancellationToken);
            Pds.Web.City.ReceiptCheck.Of(receipt, world.Host.Verifier).Holds.Should().BeTrue(one.Purpose);
        }

        await page.SignInStaffAsync("clerk-aoi");
        await city.StopByTelephoneAsync(page, world.Numbers["ichiro"]);

        (await ichiro.ListConsentsAsync().ToListAsync(TestContext.Current.CancellationToken)).Count(one => one.State == ConsentState.Withdrawn).Should().Be(1);
    }
}
