using System.Net;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>A browser in which somebody is signed in, and somebody signs in again: a family's one tablet.</summary>
[Collection(HttpCity.Name)]
[Trait("Feature", "S3")]
public sealed class SigningInAgain(HttpCity city)
{
    [Theory]
    [InlineData("hanako")]
    [InlineData("taro")]
    public async Task Whoever_signs_in_last_is_signed_in_at_the_first_attempt_and_the_one_before_is_not(string next)
    {
        using var browser = new PageClient(city.World);
        await browser.SignInAsync("hanako");
        var before = browser.Cookies.GetCookieHeader(city.World.Web.Address);

        await browser.SignInAsync(next, from: "/sign-in");

        (await browser.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK);
        using var left = new PageClient(city.World);
        left.Cookies.SetCookies(city.World.Web.Address, before.Replace("; ", ",", StringComparison.Ordinal));
        (await left.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.Redirect, "the ticket from before is gone");
    }
}
