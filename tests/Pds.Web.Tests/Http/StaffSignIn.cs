using System.Net;
using Pds.Protocol.V1;
using Pds.Web.SampleProvider;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>Staff and residents in one browser: two cookies, and neither is ever taken for the other.</summary>
[Collection(HttpCity.Name)]
[Trait("Feature", "G7")]
[Trait("Invariant", "I-16")]
public sealed class StaffSignIn(HttpCity city)
{
    [Fact]
    public async Task A_clerk_is_shown_her_own_ways_and_no_residents_page()
    {
        using var clerk = new PageClient(city.World);

        (await clerk.SignInStaffAsync("clerk-aoi")).Should().Be("/staff");

        var (status, html) = await clerk.ReadAsync("/staff");
        status.Should().Be(HttpStatusCode.OK);
        html.Should().Contain("窓口 あおい").And.Contain("href=\"/desk\"").And.NotContain("href=\"/steward\"");
        using var home = await clerk.GetAsync("/home");
        home.Headers.Location!.OriginalString.Should().Be("/sign-in");
        using var steward = await clerk.GetAsync("/steward");
        steward.StatusCode.Should().Be(HttpStatusCode.NotFound, "it is not her role's");
    }

    [Fact]
    public async Task A_resident_is_no_clerk_and_both_can_be_signed_in_at_once_and_out_one_by_one()
    {
        using var browser = new PageClient(city.World);
        await browser.SignInAsync("taro");
        using var before = await browser.GetAsync("/staff");
        before.Headers.Location!.OriginalString.Should().Be("/staff/sign-in");

        await browser.SignInStaffAsync("clerk-midori");

        (await browser.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK);
        (await browser.ReadAsync("/staff")).Html.Should().Contain("窓口 みどり");
        using var ended = await browser.PostAsync("/staff", await browser.FormOfAsync("/staff"));
        ended.Headers.Location!.OriginalString.Should().Be("/staff/sign-in");
        using var after = await browser.GetAsync("/staff");
        after.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK, "the resident is still signed in");
    }

    [Fact]
    public async Task Somebody_the_city_does_not_know_as_staff_is_asked_for_a_code_and_gets_no_further()
    {
        using var browser = new PageClient(city.World);

        (await browser.SignInStaffAsync("taro")).Should().Be("/staff/first-visit");
        using var tried = await browser.PostAsync(
            "/staff/first-visit", [.. await browser.FormOfAsync("/staff/first-visit"), new("code", city.World.Letter)]);

        (await tried.Content.ReadAsStringAsync()).Should().Contain("この番号は使えません");
        using var staff = await browser.GetAsync("/staff");
        staff.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Who_is_removed_is_led_to_the_sign_in_at_once()
    {
        var added = await city.World.AddStaffAsync("ichiro", city.World.Steward.OrganizationId, StaffRole.Counter);
        using var browser = new PageClient(city.World);
        await browser.SignInStaffAsync("ichiro");
        (await browser.ReadAsync("/staff")).Status.Should().Be(HttpStatusCode.OK);

        await city.World.Steward.Steward.RemoveStaffAsync(added.Self!.StaffId);

        using var answer = await browser.GetAsync("/staff");
        answer.Headers.Location!.OriginalString.Should().Be("/staff/sign-in");
    }
}
