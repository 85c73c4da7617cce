using Microsoft.Playwright;
using Pds.Client;

namespace Pds.Web.Tests.Browser;

/// <summary>「これは何？と聞く」: a question about one use reaches its recipient, and she reads the answer on the use's page.</summary>
[Collection(BrowserCity.Name)]
public sealed class AskingAboutAUse(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "T14")]
    [Trait("Feature", "T2")]
    public async Task Hanako_asks_about_a_use_sees_the_clock_and_reads_the_answer()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        var use = await UseAsync(world);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/uses/{use}");
        await page.PressAsync("聞きたいことを書く");
        await page.GetByLabel("聞きたいこと").FillAsync("この日に <b>行って</b> いません。なぜですか。");

        await page.PressAsync("この文を送る");

        page.Url.Should().EndWith($"/uses/{use}");
        (await page.WordsAsync()).Should().Contain("この日に <b>行って</b> いません。").And.Contain("までに、返事をする決まりです。").And.Contain("個人情報保護委員会");
        (await page.Locator("main b").CountAsync()).Should().Be(0, "her words are no markup");
        var question = await world.Hospital.ListQuestionsAsync().LastAsync();
        await world.Hospital.AnswerQuestionAsync(question.QuestionId, "受付の手ちがいでした。消しました。");
        await page.ReloadAsync();
        (await page.WordsAsync()).Should().Contain("受付の手ちがいでした。消しました。").And.NotContain("返事をする決まりです");

        await page.GotoAsync($"/uses/{use}/ask");
        page.Url.Should().EndWith($"/uses/{use}", "a use is asked about once");
    }

    [Fact]
    [Trait("Feature", "T14")]
    public async Task An_empty_question_is_asked_for_again_and_another_persons_use_is_not_there()
    {
        var (world, page) = (city.World, await city.Chromium.OpenAsync(city.World.Web.Address));
        var use = await UseAsync(world);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/uses/{use}/ask");
        await page.GetByLabel("聞きたいこと").FillAsync("  ");
        await page.PressAsync("この文を送る");
        (await page.WordsAsync()).Should().Contain("400字までで書いてください");

        var taro = await city.Chromium.OpenAsync(world.Web.Address);
        await taro.SignInAsync("taro");
        await taro.GotoAsync($"/uses/{use}/ask");

        (await taro.WordsAsync()).Should().Contain("見つかりません");
    }

    [Fact]
    [Trait("Feature", "T4")]
    [Trait("Feature", "N9")]
    public async Task A_use_names_the_receiving_system_and_a_changed_purpose_says_only_what_changed_since_the_last_answer()
    {
        var world = city.World;
        var first = Declared(1);
        await world.Hospital.ProposePurposeAsync(first);
        await world.ApproveAsync(first.Code);
        await world.ClearAsync();
        var grant = await world.GrantAsync(await world.Hospital.RequestConsentAsync(world.Reference, [first.Code + "@1"]));
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var use = (await world.Hanako.ListUsesAsync(grant).LastAsync()).Evidence.Index;
        var second = Declared(2);
        second.OptionalFields.Add("address");
        second.Ceilings.RetentionDays = 60;
        await world.Hospital.ProposePurposeAsync(second);
        await world.ApproveAsync(first.Code, 2);
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, [first.Code + "@2"]);
        var page = await city.Chromium.OpenAsync(world.Web.Address);
        await page.SignInAsync("hanako");

        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");

        (await page.WordsAsync()).Should().Contain("受付の予約システム");
        var changes = await page.Locator(".note li").AllInnerTextsAsync();
        (await page.WordsAsync()).Should().Contain("前と変わったところ");
        changes.Should().Equal("住所が ふえました。", "手もとに置くのが、30日までから60日までになりました。");
        foreach (var path in new[] { $"/uses/{use}", "/uses", $"/consents/{grant}" })
        {
            await page.GotoAsync(path);
            (await page.WordsAsync()).Should().Contain("受付の予約システム", path);
        }

        await world.ClearAsync();
    }

    private static Pds.Protocol.V1.Purpose Declared(int version) => new()
    {
        Code = "hospital-desk",
        Version = version,
        Dataset = "basic-four@1",
        RequiredFields = { "name" },
        OptionalFields = { "sex" },
        SystemJa = "受付の予約システム",
        NameJa = "受付の名前の確認",
        TextJa = "受付で名前を確かめるために使います。",
        BenefitJa = "受付が早くなります。",
        RefusalConsequenceJa = "紙に書いていただきます。診察は同じように受けられます。",
        LawfulBasis = "consent",
        DpvCode = "dpv:ServiceProvision",
        Ceilings = new Pds.Protocol.V1.Ceilings
        {
            ValidityDays = 90,
            Frequency = new Pds.Protocol.V1.Frequency { Calls = 1, Period = Pds.Protocol.V1.FrequencyPeriod.Day },
            RetentionDays = 30,
            Mode = Pds.Protocol.V1.UseMode.Store,
        },
        ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };

    private static async Task<long> UseAsync(World.WebCity world)
    {
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        return (await world.Hanako.ListUsesAsync(grant).LastAsync()).Evidence.Index;
    }
}
