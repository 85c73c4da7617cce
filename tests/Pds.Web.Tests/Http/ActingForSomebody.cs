using System.Net;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>Acting for somebody, over HTTP: whose form is whose, and what a stranger's mandate looks like.</summary>
[Collection(HttpCity.Name)]
[Trait("Feature", "G4")]
public sealed class ActingForSomebody(HttpCity city)
{
    [Fact]
    [Trait("Feature", "G5")]
    public async Task A_form_opened_as_oneself_is_not_sent_for_the_other_and_the_other_way_round()
    {
        var mandate = await city.World.MandateAsync("hanako", "taro", "見本 太郎", true, MandateAct.History, MandateAct.Withdraw);
        using var client = new PageClient(city.World);
        await client.SignInAsync("taro");
        var own = await client.FormOfAsync("/stop-all");
        using var over = await client.PostAsync("/people", [.. await client.FormOfAsync("/people"), new("mandate", mandate)]);
        over.Headers.Location!.OriginalString.Should().Be("/home");
        (await client.ReadAsync("/home")).Html.Should().Contain("代わりに、見ています");

        using (var stale = await client.PostAsync("/stop-all", own))
        {
            stale.StatusCode.Should().Be(HttpStatusCode.BadRequest, "it was opened as himself");
        }

        var back = PageClient.FormIn((await client.ReadAsync("/uses")).Html);
        using var home = await client.PostAsync("/people/back", back);
        home.Headers.Location!.OriginalString.Should().Be("/people");
        (await client.ReadAsync("/home")).Html.Should().NotContain("代わりに、見ています");
        using var again = await client.PostAsync("/stop-all", back);
        again.StatusCode.Should().Be(HttpStatusCode.BadRequest, "that one was the mother's");
        await (await city.World.SignInAsync("hanako")).Mandates.EndAsync(mandate, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    [Trait("Feature", "S6")]
    public async Task Anothers_mandate_looks_like_none_on_every_page()
    {
        var mandate = await city.World.MandateAsync("hanako", "taro", "見本 太郎", false, MandateAct.History);
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var form = await client.FormOfAsync("/people/add");
        var unknown = Pds.Ledger.MandateId.New().ToString();

        foreach (var (named, what) in new[] { (mandate, "her own offer is not hers to accept"), (unknown, "unknown") })
        {
            (await client.ReadAsync($"/people/{named}")).Status.Should().Be(HttpStatusCode.NotFound, what);
            using var accept = await client.PostAsync($"/people/{named}", [.. form, new("answer", "yes"), new("request_id", "aaaaaaaaaaaaaaaaaaaaaa")]);
            accept.StatusCode.Should().Be(HttpStatusCode.NotFound, what);
            using var act = await client.PostAsync("/people", [.. form, new("mandate", named)]);
            act.StatusCode.Should().Be(HttpStatusCode.NotFound, what);
        }

        (await client.ReadAsync($"/people/{unknown}/end")).Status.Should().Be(HttpStatusCode.NotFound);
        (await client.ReadAsync("/home")).Html.Should().NotContain("代わりに、見ています");
        await (await city.World.SignInAsync("hanako")).Mandates.EndAsync(mandate, cancellationToken: TestContext.Current.CancellationToken);
    }
}
