using System.Net;
using Pds.Client;
using Pds.Protocol.V1;
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
    [Trait("Feature", "T1")]
    [Trait("Invariant", "I-26")]
    public async Task What_was_told_on_is_what_a_new_session_is_told_from_the_beginning()
    {
        var world = city.World;
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        using var hanako = new PageClient(world);
        await hanako.SignInAsync("hanako");
        string[] pages = ["/home", "/consents", "/uses?span=all", "/history", "/passbook?turn=all", "/where", "/records"];
        await ReadAllAsync(hanako, pages);

        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        await ReadAllAsync(hanako, ["/uses?span=all"]);
        await world.Hanako.PauseAsync(await world.Hanako.ListConsentsAsync().SingleAsync(one => one.GrantId == grant));
        await world.Hospital.Invoking(one => one.RequestDataAsync(new DataRequest(grant, ["name"]))).Should().ThrowAsync<PdsException>();
        await ReadAllAsync(hanako, ["/home"]);
        await world.ClearAsync();
        await world.Hospital.RequestConsentAsync(world.Reference, ["hospital-booking@1"]);
        var toldOn = await ReadAllAsync(hanako, pages);

        using var again = new PageClient(world);
        await again.SignInAsync("hanako");
        var fromTheBeginning = await ReadAllAsync(again, pages);

        foreach (var (page, at) in pages.Select((page, at) => (page, at)))
        {
            WithoutTokens(toldOn[at]).Should().Be(WithoutTokens(fromTheBeginning[at]), page);
        }
    }

    // More entries than a first reading takes: the page of this month begins from the newest of them, and the passbook from the first there is.
    [Fact]
    [Trait("Feature", "N6")]
    [Trait("Feature", "T3")]
    public async Task Of_a_long_history_the_newest_is_read_first_and_the_rest_when_it_is_wanted()
    {
        using var session = new PageClient(city.World);
        var taro = await city.World.SignInAsync("taro");
        var before = await taro.ListHistoryAsync().CountAsync();
        for (var more = before; more <= ResidentSession.MostAtFirst + 20; more++)
        {
            await taro.ChooseNoticeSettingsAsync(new NoticeSettings
            {
                Channel = NoticeChannel.Letter, Rhythm = more % 2 == 0 ? NoticeRhythm.Weekly : NoticeRhythm.Daily, Kinds = { NoticeKind.NewRequest },
            });
        }

        var entries = await taro.ListHistoryAsync().ToListAsync();
        (await taro.ReadOnAsync()).Entries.Should().HaveCount(ResidentSession.MostAtFirst, "the newest");
        await session.SignInAsync("taro");
        await ReadAllAsync(session, ["/home", "/uses?span=1"]);
        var (_, history) = await session.ReadAsync("/history");

        history.Should().Contain($"全部で{entries.Count}件です。");
        (await session.ReadAsync($"/history/{entries[0].Index + 1}")).Status.Should().Be(HttpStatusCode.OK, "the first entry of all");
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
