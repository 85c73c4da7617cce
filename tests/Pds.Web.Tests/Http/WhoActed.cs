using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;
using ResidentPages;

namespace Pds.Web.Tests.Http;

/// <summary>The rows of the uses, the passbook and the history say by whose hands: a clerk's at the counter, a daughter's under a mandate, her own alone.</summary>
[Trait("Feature", "G4")]
public sealed class WhoActed : IAsyncLifetime
{
    private WebCity world = null!;

    public async ValueTask InitializeAsync() => world = await WebCity.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_yes_at_the_counter_and_a_proxys_yes_and_no_are_told_where_they_were_used()
    {
        const string clerk = "むつ市の窓口の人が、いっしょに手つづきしました。";
        const string proxy = "<bdi>見本 &lt;b&gt;太郎</bdi>さんが、代わりにしました。";
        var mandate = await world.MandateAsync("hanako", "taro", "見本 <b>太郎", true, MandateAct.History, MandateAct.Grant, MandateAct.Decline, MandateAct.Withdraw);
        var atCounter = await AtTheCounterAsync("hospital-booking@1");
        var byProxy = await ByProxyAsync(mandate, "hospital-registration@1");
        var alone = await world.GrantAsync(await world.Hospital.RequestConsentAsync(world.Reference, ["hospital-history@1"]));
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(atCounter, ["status"]));
        await world.Hospital.RequestDataAsync(new DataRequest(byProxy, ["name"]));
        await world.Hospital.RequestDataAsync(new DataRequest(alone, ["code"]));
        using var hanako = new PageClient(world);
        await hanako.SignInAsync("hanako");

        var rows = Rows((await hanako.ReadAsync("/uses")).Html, "li");
        Row(rows, atCounter).Should().Contain("「はい」と答えたとき").And.Contain(clerk).And.Contain("職員の番号：").And.NotContain("代わり");
        Row(rows, byProxy).Should().Contain("「はい」と答えたとき").And.Contain(proxy).And.NotContain("窓口の人");
        Row(rows, alone).Should().NotContain("「はい」と答えたとき", "nobody else acted");
        var use = await world.Hanako.ListUsesAsync(byProxy).LastAsync();
        (await hanako.ReadAsync($"/uses/{use.Evidence.Index}")).Html.Should().Contain(proxy);

        var book = Rows((await hanako.ReadAsync("/passbook")).Html, "tr");
        book.Where(line => line.Contains("<b>はい</b>", StringComparison.Ordinal)).Select(line => (line.Contains(clerk, StringComparison.Ordinal), line.Contains(proxy, StringComparison.Ordinal)))
            .Should().Equal((true, false), (false, true), (false, false));
        book.Where(line => line.Contains("<b>使われた</b>", StringComparison.Ordinal)).Should().OnlyContain(line => !line.Contains("hands"), "the hospital used it, nobody of hers");

        // The proxy stops it: that is told on the line of the end, in the history too, and he himself is told of no other's name.
        await (await ActingAsync(mandate)).WithdrawAsync(byProxy);
        book = Rows((await hanako.ReadAsync("/passbook")).Html, "tr");
        book[^1].Should().Contain("<b>終わり</b>").And.Contain(proxy);
        (await hanako.ReadAsync("/history?show=mine")).Html.Should().Contain(proxy).And.Contain(clerk);
        using var taro = new PageClient(world);
        await taro.SignInAsync("taro");
        using var over = await taro.PostAsync("/people", [.. await taro.FormOfAsync("/people"), new("mandate", mandate)]);
        (await taro.ReadAsync("/uses")).Html.Should().Contain("代わりに決める人が、代わりにしました。").And.NotContain(proxy);

        // The recipient is told by whose hands in the receipt alone, where she decides what is shown.
        (await world.Hospital.ListConsentsAsync().ToListAsync()).Should().OnlyContain(one => one.GivenBy == null);
    }

    private async Task<string> AtTheCounterAsync(string purpose)
    {
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, [purpose]);
        var clerk = await world.SignInStaffAsync("clerk-aoi");
        var begun = await clerk.Desk.StartVisitAsync();
        await clerk.Desk.OpenVisitAsync(begun.VisitId, await PressedCard.IdTokenAsync(world.Web, world.Keys, "hanako", begun.Challenge));
        var visit = clerk.In(begun.VisitId, (await clerk.GetSelfAsync()).StaffId);
        var item = (await visit.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId)).Items[0];
        var shown = await visit.ShowDocumentAsync(item);
        var sitting = ResidentVisit.SittingOf([shown]);
        await visit.GrantAsync(shown, sitting, await PressedCard.IdTokenAsync(world.Web, world.Keys, "hanako", sitting.Challenge));
        await clerk.Desk.CloseVisitAsync(begun.VisitId, VisitEnd.Done);
        return item.GrantId;
    }

    private async Task<string> ByProxyAsync(string mandate, string purpose)
    {
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, [purpose]);
        var acting = await ActingAsync(mandate);
        var item = (await acting.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId)).Items[0];
        var shown = await acting.ShowDocumentAsync(item);
        var sitting = acting.SittingOf([shown]);
        var given = await acting.GrantAsync([shown], sitting.WithIdToken(await PressedCard.IdTokenAsync(world.Web, world.Keys, "taro", sitting.Challenge)));
        given.Single().Refused.Should().BeNull();
        return item.GrantId;
    }

    private async Task<ResidentSession> ActingAsync(string mandate) => world.Host.OpenSession((await world.SignInAsync("taro")).Secret, mandate);

    private static List<string> Rows(string html, string element) => [.. html.Split($"<{element}").Skip(1)];

    private static string Row(IEnumerable<string> rows, string grant) => rows.Single(row => row.Contains(grant, StringComparison.Ordinal));
}
