using System.Net;
using Pds.Client;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>A page shows what a session was shown before only when the city says for this very page that nothing is new.</summary>
[Collection(HttpCity.Name)]
public sealed class NothingStaleIsShown(HttpCity city)
{
    [Fact]
    [Trait("Feature", "T1")]
    [Trait("Feature", "T2")]
    public async Task What_happens_elsewhere_stands_on_the_very_next_page()
    {
        var world = city.World;
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        using var hanako = new PageClient(world);
        await hanako.SignInAsync("hanako");
        string[] pages = ["/home", "/consents", "/uses", "/history", "/passbook"];
        var before = await ReadAllAsync(hanako, pages);
        (await ReadAllAsync(hanako, pages)).Select(WithoutTokens).Should().Equal(before.Select(WithoutTokens), "nothing happened");

        // The hospital asks for data, and then she stops it by another way.
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var used = await ReadAllAsync(hanako, pages);
        await world.Hanako.WithdrawAsync(grant);
        var stopped = await ReadAllAsync(hanako, pages);

        foreach (var (page, at) in pages.Select((page, at) => (page, at)))
        {
            if (page != "/consents")
            {
                WithoutTokens(used[at]).Should().NotBe(WithoutTokens(before[at]), page);
            }

            if (page != "/uses")
            {
                WithoutTokens(stopped[at]).Should().NotBe(WithoutTokens(used[at]), page);
            }
        }

        stopped[1].Should().Contain(WebTexts.Pages["state.withdrawn"]);
    }

    [Fact]
    [Trait("Feature", "S3")]
    public async Task A_session_that_was_ended_elsewhere_shows_nothing_it_was_shown_before()
    {
        using var taro = new PageClient(city.World);
        await taro.SignInAsync("taro");
        (await taro.ReadAsync("/consents")).Status.Should().Be(HttpStatusCode.OK);

        await (await city.World.SignInAsync("taro")).EndAllAsync();

        (await taro.ReadAsync("/consents")).Status.Should().NotBe(HttpStatusCode.OK);
    }

    private static async Task<List<string>> ReadAllAsync(PageClient client, string[] pages)
    {
        var read = new List<string>();
        foreach (var page in pages)
        {
            var (status, html) = await client.ReadAsync(page);
            status.Should().Be(HttpStatusCode.OK, page);
            read.Add(html);
        }

        return read;
    }

    private static string WithoutTokens(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<input[^>]*type=\"hidden\"[^>]*>", "");
}
