using System.Net;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>A refusal in her history says by which rule, for which item, on which day; a use says why it was allowed.</summary>
[Trait("Feature", "N24")]
public sealed class WhyRefused : IAsyncLifetime
{
    private WebCity world = null!;

    public async ValueTask InitializeAsync() => world = await WebCity.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Rule_item_and_day_stand_on_the_row_on_the_page_of_one_use_and_in_the_history()
    {
        var shops = await world.EnrollKnownAsync("むつ商店会");
        var grant = await world.GrantAsync(await shops.RequestConsentAsync(await world.Hanako.IssueReferenceAsync(shops.OrganizationId), ["shop-birthday@1"]));
        await shops.FetchNewReceiptsAsync().CountAsync();
        await shops.RequestDataAsync(new DataRequest(grant, ["birth_date"]));
        (await RefusedAsync(shops, grant, "birth_date", "address")).Should().Be("FIELDS_NOT_GRANTED");
        (await RefusedAsync(shops, grant, "birth_date")).Should().Be("CALL_FREQUENCY_EXCEEDED");
        await world.Hanako.WithdrawAsync(grant);
        (await RefusedAsync(shops, grant, "birth_date")).Should().Be("CONSENT_WITHDRAWN");
        var month = Dates.DateOf(world.Clock.GetUtcNow());
        var next = Dates.Full(new DateOnly(month.Year, month.Month, 1).AddMonths(1));
        using var client = new PageClient(world);
        await client.SignInAsync("hanako");

        var (uses, history) = ((await client.ReadAsync("/uses")).Html, (await client.ReadAsync("/history?show=given")).Html);
        foreach (var page in new[] { uses, history })
        {
            page.Should().Contain("決まりの8番：</span> あなたが見せてよいと言った情報だけを、わたします。").And.Contain("「<bdi>住所</bdi>」を、求められました。");
            page.Should().Contain("決まりの10番：</span> 決めた回数までを、わたします。").And.Contain($"次に使えるのは、{next}からです。");
            page.Should().Contain("決まりの5番：</span> 同意が続いている間だけ、わたします。").And.Contain("あなたが、やめると言ったからです。");
        }

        foreach (var use in await world.Hanako.ListUsesAsync(grant).ToListAsync())
        {
            var (status, html) = await client.ReadAsync($"/uses/{use.Evidence.Index}");
            status.Should().Be(HttpStatusCode.OK);
            html.Contains("12の決まりが、全部 守られていたからです。", StringComparison.Ordinal).Should().Be(use.Outcome == UseOutcome.Disclosed);
            html.Contains($"決まりの{use.Rule}番：", StringComparison.Ordinal).Should().Be(use.Outcome == UseOutcome.Refused);
        }

        // The shop is told neither rule nor date in its list of its own uses.
        (await shops.ListUsesAsync(grant).ToListAsync()).Should().OnlyContain(use => use.Rule == 0 && use.OverTime == null && use.OverField.Length == 0);
    }

    [Fact]
    public async Task What_the_asker_writes_for_an_item_is_never_shown_to_her()
    {
        var shops = await world.EnrollKnownAsync("むつ商店会");
        var grant = await world.GrantAsync(await shops.RequestConsentAsync(await world.Hanako.IssueReferenceAsync(shops.OrganizationId), ["shop-birthday@1"]));
        await shops.FetchNewReceiptsAsync().CountAsync();
        (await RefusedAsync(shops, grant, "birth_date", "call_me_at_09012345678")).Should().Be("FIELDS_NOT_GRANTED");
        using var client = new PageClient(world);
        await client.SignInAsync("hanako");

        foreach (var path in new[] { "/uses", "/history" })
        {
            (await client.ReadAsync(path)).Html.Should().Contain("あなたの記録にない情報を、求められました。", path).And.NotContain("09012345678", path);
        }
    }

    private static async Task<string> RefusedAsync(PdsClient who, string grant, params string[] fields) =>
        (await who.Invoking(one => one.RequestDataAsync(new DataRequest(grant, fields))).Should().ThrowAsync<PdsException>()).Which.Reason;
}
