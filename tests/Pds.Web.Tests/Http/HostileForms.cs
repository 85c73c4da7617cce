using System.Net;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>Forms as they should not come: foreign, forged, twice, too large, stale, without a session.</summary>
[Collection(HttpCity.Name)]
public sealed class HostileForms(HttpCity city)
{
    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    public async Task A_form_of_another_page_is_refused_and_changes_nothing(string? origin)
    {
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");

        using var answer = await client.PostAsync("/settings", [.. await client.FormOfAsync("/settings"), new("act", "everywhere")], origin);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("この送りかたは、受け取れません");
        (await client.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_without_its_token_or_with_anothers_is_refused()
    {
        using var hanako = new PageClient(city.World);
        using var taro = new PageClient(city.World);
        await hanako.SignInAsync("hanako");
        await taro.SignInAsync("taro");

        using var without = await hanako.PostAsync("/settings", [new("act", "here")]);
        using var foreign = await hanako.PostAsync("/settings", [.. await taro.FormOfAsync("/settings"), new("act", "here")]);

        without.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        foreign.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("うまく受け取れませんでした");
        (await hanako.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_sent_twice_does_its_work_once()
    {
        var request = await city.World.AskAsync();
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var form = await client.FormOfAsync($"/requests/{request.ConsentRequestId}");

        using var first = await client.PostAsync($"/requests/{request.ConsentRequestId}", [.. form, new("answer", "no")]);
        using var second = await client.PostAsync($"/requests/{request.ConsentRequestId}", [.. form, new("answer", "no")]);

        first.StatusCode.Should().Be(HttpStatusCode.Redirect);
        second.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var page = await client.ReadAsync(second.Headers.Location!.OriginalString);
        page.Status.Should().Be(HttpStatusCode.OK);
        page.Html.Should().Contain("返事を送りました");
        var after = await (await city.World.SignInAsync("hanako")).ListRequestsAsync(TestContext.Current.CancellationToken)
            .SingleAsync(one => one.ConsentRequestId == request.ConsentRequestId, TestContext.Current.CancellationToken);
        after.Items.Should().OnlyContain(item => item.State == ConsentState.Declined);
    }

    [Fact]
    public async Task A_huge_body_is_refused()
    {
        using var client = new PageClient(city.World);
        await client.SignInAsync("taro");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/settings") { Content = new FormUrlEncodedContent([new("act", new string('x', 200_000))]) };
        request.Headers.TryAddWithoutValidation("Origin", client.Origin);

        // Asks before it sends: the server says no and closes, and the answer is not lost in a broken pipe.
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("大きすぎて");
    }

    [Fact]
    public async Task Other_methods_are_refused_with_a_page()
    {
        using var client = new PageClient(city.World);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/home") { Content = new StringContent("x") };

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_choice_of_a_field_nobody_asked_for_adds_nothing()
    {
        var request = await city.World.AskAsync();
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var (path, grant) = ($"/requests/{request.ConsentRequestId}", request.Items[0].GrantId);
        var form = await client.FormOfAsync(path);

        using var answer = await client.PostAsync(path, [.. form, new("answer", "yes"), new("yes", grant), new("more", grant + "/contact_name"), new("until", "999")]);

        var confirm = await client.ReadAsync(answer.Headers.Location!.OriginalString);
        confirm.Status.Should().Be(HttpStatusCode.OK);
        confirm.Html.Should().NotContain("連絡してほしい人").And.Contain("氏名");
    }

    [Fact]
    public async Task A_confirmation_of_a_request_that_changed_is_not_sent()
    {
        var request = await city.World.AskAsync();
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var path = $"/requests/{request.ConsentRequestId}";
        var form = await client.FormOfAsync(path);
        await city.World.ClearAsync();

        using var answer = await client.PostAsync(path, [.. form, new("answer", "yes"), new("yes", request.Items[0].GrantId)]);

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("読んでいる間に、変わりました");
    }

    [Fact]
    public async Task A_session_that_ends_mid_form_keeps_the_answer_and_does_not_send_it()
    {
        var request = await city.World.AskAsync();
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var (path, grant) = ($"/requests/{request.ConsentRequestId}", request.Items[0].GrantId);
        var form = await client.FormOfAsync(path);
        city.World.Clock.Shift += TimeSpan.FromMinutes(40);

        using var answer = await client.PostAsync(path, [.. form, new("answer", "yes"), new("yes", grant)]);
        var asked = await client.ReadAsync("/sign-in");
        var back = await client.SignInAsync("hanako");
        var again = await client.ReadAsync(back);

        answer.Headers.Location!.OriginalString.Should().Be("/sign-in");
        asked.Html.Should().Contain("えらんだ答えは、とってあります。まだ送っていません。");
        back.Should().Be(path);
        again.Html.Should().Contain("まだ送っていません").And.MatchRegex($"value=\"{grant}\" checked");
        var state = await (await city.World.SignInAsync("hanako")).ListRequestsAsync(TestContext.Current.CancellationToken)
            .SingleAsync(one => one.ConsentRequestId == request.ConsentRequestId, TestContext.Current.CancellationToken);
        state.Items.Should().OnlyContain(item => item.State == ConsentState.Requested, "nothing was sent for her");
    }

    [Fact]
    public async Task A_withdrawal_sent_twice_answers_as_the_first_time()
    {
        var grant = await city.World.GrantAsync();
        using var client = new PageClient(city.World);
        await client.SignInAsync("hanako");
        var form = await client.FormOfAsync($"/consents/{grant}/stop");

        using var first = await client.PostAsync($"/consents/{grant}/stop", [.. form, new("act", "stop")]);
        using var second = await client.PostAsync($"/consents/{grant}/stop", [.. form, new("act", "stop")]);

        second.Headers.Location!.OriginalString.Should().Be(first.Headers.Location!.OriginalString).And.Contain(grant);
        (await client.ReadAsync(second.Headers.Location!.OriginalString)).Html.Should().Contain("やめました。もう使えません。");
    }

    [Fact]
    public async Task A_name_that_would_run_or_turn_the_line_round_stands_still_on_the_page()
    {
        const string name = "<script>alert(1)</script>病院";
        var world = city.World;
        var shop = await world.EnrollNewAsync(name);
        await shop.ProposePurposeAsync(HostilePurpose());
        await world.ApproveAsync("hostile-purpose");
        await world.ClearAsync();
        var asked = await shop.RequestConsentAsync(await world.Hanako.IssueReferenceAsync(shop.OrganizationId), ["hostile-purpose@1"]);
        using var client = new PageClient(world);
        await client.SignInAsync("hanako");

        foreach (var path in new[] { "/home", "/consents", $"/requests/{asked.ConsentRequestId}" })
        {
            var page = await client.ReadAsync(path);
            page.Status.Should().Be(HttpStatusCode.OK);
            page.Html.Should().Contain("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;病院</bdi>", path).And.NotContain("<script", path).And.NotContain("<img", path);
        }
    }

    private static Purpose HostilePurpose() => new()
    {
        Code = "hostile-purpose",
        Version = 1,
        Dataset = "basic-four@1",
        RequiredFields = { "name" },
        NameJa = "<img src=x onerror=alert(1)>の確認",
        TextJa = "<b>太い</b>字で書きます。",
        BenefitJa = "</dd></dl><h1>よいこと</h1>",
        RefusalConsequenceJa = "何も変わりません。",
        LawfulBasis = "consent",
        Ceilings = new Ceilings { ValidityDays = 30, Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day }, RetentionDays = 0, Mode = UseMode.View },
        DpvCode = "dpv:ServiceProvision",
        NoticeUrl = "https://shop.example/notice",
        ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };
}
