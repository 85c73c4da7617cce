using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>Before she stops one of three services she is told what stops, what must be deleted by when and what stays; then exactly that happens.</summary>
[Collection(HttpCity.Name)]
[Trait("Feature", "N8")]
public sealed class WithdrawalPreview(HttpCity city)
{
    [Fact]
    public async Task What_the_preview_says_of_three_services_is_what_then_happens()
    {
        var world = city.World;
        var grants = await world.GrantAllAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grants[0], ["name", "birth_date"]));
        await world.Hospital.RequestDataAsync(new DataRequest(grants[2], ["code"]));
        using var hanako = new PageClient(world);
        await hanako.SignInAsync("hanako");

        var consent = await world.Hanako.ListConsentsAsync().SingleAsync(one => one.GrantId == grants[0]);
        var lastUse = await world.Hanako.ListUsesAsync(grants[0]).LastAsync(use => use.Outcome == UseOutcome.Disclosed);
        var deletedBy = Dates.DateOf(lastUse.Time).AddDays(consent.Terms.RetentionDays);
        var (stored, unused, looked) = (await PreviewAsync(hanako, grants[0]), await PreviewAsync(hanako, grants[1]), await PreviewAsync(hanako, grants[2]));
        stored.Should().Contain($"は、受け取った情報を{Dates.Full(deletedBy)}までに消します。").And.Contain("受付のときの本人確認");
        unused.Should().Contain("まだ何もわたしていません。");
        looked.Should().Contain("見ただけです。");
        foreach (var preview in new[] { stored, unused, looked })
        {
            preview.Should().Contain("記録は残ります。法律で決まっているからです。");
        }

        using var stopped = await hanako.PostAsync(
            $"/consents/{grants[0]}/stop", [.. await hanako.FormOfAsync($"/consents/{grants[0]}/stop"), new("act", "stop")]);

        // What stops: this one, and no other.
        (await world.Hospital.Invoking(one => one.RequestDataAsync(new DataRequest(grants[0], ["name"]))).Should().ThrowAsync<PdsException>())
            .Which.Reason.Should().Be("CONSENT_WITHDRAWN");
        await world.Hospital.RequestDataAsync(new DataRequest(grants[2], ["code"]));
        await world.Hospital.RequestDataAsync(new DataRequest(grants[1], ["status"]));

        // What must be deleted: nothing was given out since that would move the day.
        var given = await world.Hanako.ListUsesAsync(grants[0]).Where(use => use.Outcome is UseOutcome.Disclosed or UseOutcome.Intended).ToListAsync();
        Dates.DateOf(given[^1].Time).AddDays(consent.Terms.RetentionDays).Should().Be(deletedBy);

        // What stays: the record of who received what.
        given.Should().ContainSingle();
        (await hanako.ReadAsync($"/uses/{given[0].Evidence.Index}")).Status.Should().Be(System.Net.HttpStatusCode.OK);
        await world.ClearAsync();
    }

    private static async Task<string> PreviewAsync(PageClient client, string grant) => (await client.ReadAsync($"/consents/{grant}/stop")).Html;
}
