using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Browser;

/// <summary>The stewards' and the review board's pages: from a bad notice to a purpose a resident is asked for, organisations, questions.</summary>
[Collection(BrowserCity.Name)]
public sealed class StewardsWalk(BrowserCity city)
{
    private const string Code = "shop-coupon";

    [Fact]
    [Trait("Feature", "N17")]
    [Trait("Feature", "Q12")]
    [Trait("Feature", "B5")]
    [Trait("Scenario", "SC6")]
    public async Task A_bundled_sign_up_is_refused_its_draft_is_read_in_red_and_the_itemised_one_is_approved_and_asked_for()
    {
        var world = city.World;
        var bundled = Coupon("利用規約のとおり、すべての情報を使います。", ["name", "birth_date", "address"], []);

        // The recipient proposes: refused with every finding before the board sees it.
        var refused = await world.Hospital.Invoking(h => h.ProposePurposeAsync(bundled)).Should().ThrowAsync<PdsException>();
        refused.Which.Reason.Should().Be("NOTICE_NOT_ACCEPTED");
        refused.Which.Faults.Select(fault => fault.Code).Should().Contain(["BUNDLED", "ALL_FIELDS_REQUIRED"]);
        refused.Which.Fields.Should().Contain("text_ja");

        // The steward reads the same draft in the pages.
        var steward = await city.Chromium.OpenAsync(world.Web.Address);
        await steward.SignInStaffAsync("steward");
        await steward.GotoAsync("/steward");
        await steward.PressAsync("説明の下書きを確かめる");
        await WriteAsync(steward, bundled);
        (await steward.Locator(".note.stop").CountAsync()).Should().BeGreaterThan(1);
        (await steward.WordsAsync()).Should().Contain("いくつものことをまとめて求めています").And.Contain("住民には、このように見えます");
        await WriteAsync(steward, Coupon("生まれた月に割引券を送るために使います。", ["name"], ["address"]));
        (await steward.WordsAsync()).Should().Contain("直すところは ありません。");
        (await steward.Locator("fieldset.preview input:checked").CountAsync()).Should().Be(0, "nothing is ticked beforehand");

        // The corrected one goes to the board.
        await world.Hospital.ProposePurposeAsync(Coupon("生まれた月に割引券を送るために使います。", ["name"], ["address"]));
        var board = await city.Chromium.OpenAsync(world.Web.Address);
        await board.SignInStaffAsync("reviewer");
        await board.GotoAsync($"/steward/purposes/{Code}/1");
        (await board.WordsAsync()).Should().Contain("審査待ち").And.Contain("生まれた月に割引券を送るために使います。");
        await board.GetByLabel("決めた理由").FillAsync("PIA-2026-901 を確かめました。");
        await board.PressAsync("認める");
        (await board.WordsAsync()).Should().Contain("認めました").And.Contain("PIA-2026-901 を確かめました。");
        (await board.GetByRole(AriaRole.Button, new() { Name = "認める", Exact = true }).CountAsync()).Should().Be(0, "it is decided once");

        // A resident is asked for it.
        await world.ClearAsync();
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, [Code + "@1"]);
        var hanako = await city.Chromium.OpenAsync(world.Web.Address);
        await hanako.SignInAsync("hanako");
        await hanako.GotoAsync($"/requests/{asked.ConsentRequestId}");
        (await hanako.WordsAsync()).Should().Contain("生まれた月に割引券を送るために使います。");

        // Taking it out of use tells how many end, and ends them.
        await steward.GotoAsync($"/steward/purposes/{Code}/1");
        await steward.PressAsync("この使いみちを終わらせる");
        (await steward.WordsAsync()).Should().Contain("続いている同意とお願いが、1件 終わります。");
        await steward.GetByLabel("理由").FillAsync("割引を終えました。");
        await steward.PressAsync("終わらせる");
        (await steward.WordsAsync()).Should().Contain("終わらせました");
        (await world.Hanako.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId)).Items.Single().State
            .Should().Be(ConsentState.Inapplicable);
    }

    [Fact]
    public async Task An_organisation_is_registered_gets_a_code_that_works_and_is_stopped()
    {
        var world = city.World;
        var page = await city.Chromium.OpenAsync(world.Web.Address);
        await page.SignInStaffAsync("steward");
        await page.GotoAsync("/steward/organizations/new");
        await page.GetByLabel("団体の名前").FillAsync("見本 <b>パン屋</b>");
        await page.GetByLabel("情報を受け取る").CheckAsync();
        await page.PressAsync("登録する");
        await page.PressAsync("登録番号を作る");
        var code = await page.Locator(".code.number").InnerTextAsync();
        (await page.WordsAsync()).Should().Contain("見本 <b>パン屋</b>").And.Contain("今だけ見えます");
        await page.GotoAsync(page.Url);
        (await page.Locator(".code.number").CountAsync()).Should().Be(0, "the code is told once");

        using var baker = await world.EnrollAsync("baker", code);
        await page.PressAsync("この団体を止める");
        await page.GetByLabel("理由").FillAsync("   ");
        await page.PressAsync("止める");
        (await page.WordsAsync()).Should().Contain("理由を書いてください。");
        await page.GetByLabel("理由").FillAsync("閉店しました。");
        await page.PressAsync("止める");

        (await page.WordsAsync()).Should().Contain("止めました");
        (await baker.Invoking(b => b.ListQuestionsAsync().CountAsync().AsTask()).Should().ThrowAsync<PdsException>()).Which.Reason
            .Should().Be("ORGANIZATION_NOT_IN_GOOD_STANDING");
    }

    [Fact]
    [Trait("Feature", "B2")]
    [Trait("Feature", "C8")]
    public async Task A_dataset_is_read_before_it_is_published_gets_a_next_version_and_ends_with_what_stands_on_it()
    {
        var (world, wrong) = (city.World, new List<string>());
        var page = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await page.SignInStaffAsync("steward");
        await page.GotoAsync("/steward/datasets");
        await page.PressAsync("新しい種類を登録する");
        await page.GetByLabel("種類の記号").FillAsync("Library Card");
        await page.GetByLabel("名前", new() { Exact = true }).FillAsync("図書館の <b>本</b>");
        await page.GetByLabel("どんな情報か").FillAsync("借りた本の数です。");
        await page.Locator("#field_name-0").FillAsync("books");
        await page.Locator("#field_label-0").FillAsync("借りた数");
        await page.Locator("#field_type-0").SelectOptionAsync("WholeNumber");
        await page.Locator("#field_more-0").FillAsync("9..1");
        foreach (var (number, value) in new[] { ("validity", "400"), ("calls", "1"), ("range", "0"), ("retention", "0") })
        {
            await page.Locator("#" + number).FillAsync(value);
        }

        // Refused with each thing that is wrong, and what was written is kept.
        await page.PressAsync("内容を確かめる");
        (await page.WordsAsync()).Should().Contain("種類の記号は、小さい英字と数字と").And.Contain("長さ・範囲・ことばを確かめてください。").And.Contain("日数と回数を、決まりの中の数で書いてください。")
            .And.NotContain("住民には、このように見えます");
        await page.MeasureAsync("steward-dataset-wrong", 360, wrong);
        await page.GetByLabel("種類の記号").FillAsync("library-books");
        await page.Locator("#field_more-0").FillAsync("0..50");
        await page.Locator("#validity").FillAsync("30");
        await page.PressAsync("項目をふやす");
        (await page.Locator("input[name=field_name]").CountAsync()).Should().Be(8);
        (await page.Locator("#field_more-0").InputValueAsync()).Should().Be("0..50");

        // Read as residents will read it, and nothing is published by that.
        await page.PressAsync("内容を確かめる");
        (await page.WordsAsync()).Should().Contain("住民には、このように見えます");
        (await page.Locator("fieldset.preview").InnerTextAsync()).Should().Contain("借りた数").And.Contain("図書館の <b>本</b>");
        (await page.Locator("fieldset.preview b").AllInnerTextsAsync()).Should().NotContain("本", "what a steward writes is no markup");
        await page.MeasureAsync("steward-dataset-preview", 360, wrong);
        (await world.Host.Catalogue.ListDatasetsAsync().AnyAsync(one => one.Code == "library-books")).Should().BeFalse();
        await page.PressAsync("この内容で登録する");
        (await page.WordsAsync()).Should().Contain("登録しました。").And.Contain("library-books@1");

        // The next version, begun from the one that stands.
        await page.GotoAsync("/steward/datasets/new?from=library-books@1");
        await page.Locator("#field_name-1").FillAsync("late");
        await page.Locator("#field_label-1").FillAsync("返していない本がある");
        await page.Locator("#field_type-1").SelectOptionAsync("YesNo");
        await page.Locator("input[name=field_sensitive][value='1']").CheckAsync();
        await page.PressAsync("内容を確かめる");
        await page.PressAsync("この内容で登録する");
        var second = await world.Host.Catalogue.ListDatasetsAsync().SingleAsync(one => one.Code == "library-books" && one.Version == 2);
        second.Fields.Select(field => (field.Name, field.Type, field.Sensitive, field.Maximum)).Should().Equal(
            ("books", FieldType.WholeNumber, false, 50), ("late", FieldType.YesNo, true, 0));

        // What stands on it is told before it ends, and ends with it.
        var purpose = Coupon("返す日を知らせるために使います。", ["books"], []);
        (purpose.Code, purpose.Dataset, purpose.Ceilings.ValidityDays, purpose.Ceilings.RetentionDays, purpose.Ceilings.Mode) = ("library-reminder", "library-books@1", 30, 0, UseMode.View);
        await world.Hospital.ProposePurposeAsync(purpose);
        await world.ApproveAsync("library-reminder");
        await world.ClearAsync();
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, ["library-reminder@1"]);
        await page.GotoAsync("/steward/datasets/library-books/1/end");
        (await page.WordsAsync()).Should().Contain("使いみちが1件、同意とお願いが1件 終わります。");
        await page.MeasureAsync("steward-dataset-end", 360, wrong);
        await page.GetByLabel("理由").FillAsync("新しい版にしました。");
        await page.PressAsync("終わらせる");
        (await page.WordsAsync()).Should().Contain("終わらせました。");
        (await world.Hanako.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId)).Items.Single().State.Should().Be(ConsentState.Inapplicable);

        var board = await city.Chromium.OpenAsync(world.Web.Address);
        await board.SignInStaffAsync("reviewer");
        await board.GotoAsync("/steward/datasets");
        (await board.WordsAsync()).Should().Contain("library-books@2").And.NotContain("新しい種類を登録する");
        wrong.Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "T14")]
    public async Task A_question_past_its_clock_is_red_and_the_steward_answers_it()
    {
        // A city of its own: others wait for things that two weeks would end.
        await using var world = await WebCity.StartAsync();
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var use = (await world.Hanako.ListUsesAsync(grant).LastAsync()).Evidence.Index;
        var asked = await world.Hanako.AskQuestionAsync(use, "どの先生が見ましたか。");
        var board = await city.Chromium.OpenAsync(world.Web.Address);
        await board.SignInStaffAsync("reviewer");
        await board.GotoAsync("/steward/questions");
        (await board.WordsAsync()).Should().Contain("質問は まだありません。", "what is in time is not the board's");
        world.Clock.Shift += TimeSpan.FromDays(15);

        // The review board is told that it is late and who owes the answer, and not what she asked.
        await board.SignInStaffAsync("reviewer");
        await board.GotoAsync("/steward");
        (await board.WordsAsync()).Should().Contain("期限を過ぎた質問が、1件あります。");
        await board.GotoAsync("/steward/questions");
        (await board.WordsAsync()).Should().Contain("むつ総合病院").And.Contain("今日のうちに市が返事をします。").And.NotContain("どの先生が見ましたか。");
        (await board.GotoAsync($"/steward/questions/{asked.QuestionId}"))!.Status.Should().Be(404, "it answers none");
        var page = await city.Chromium.OpenAsync(world.Web.Address);
        await page.SignInStaffAsync("steward");

        await page.GotoAsync("/steward/questions");
        (await page.Locator("li", new() { HasText = "どの先生が見ましたか。" }).Locator(".tag.no").InnerTextAsync()).Should().Be("期限を過ぎました");
        await page.GotoAsync($"/steward/questions/{asked.QuestionId}");
        await page.GetByLabel("返事", new() { Exact = true }).FillAsync("受付の人が見ました。");
        await page.PressAsync("返事を送る");

        (await page.Locator("li", new() { HasText = "どの先生が見ましたか。" }).InnerTextAsync()).Should().Contain("返事ずみ").And.Contain("受付の人が見ました。");
        var hanako = await world.SignInAsync("hanako");
        (await hanako.ListQuestionsAsync().LastAsync(question => question.QuestionId == asked.QuestionId)).AnswerJa.Should().Be("受付の人が見ました。");
    }

    private static Purpose Coupon(string text, string[] required, string[] optional) => new()
    {
        Code = Code,
        Version = 1,
        Dataset = "basic-four@1",
        RequiredFields = { required },
        OptionalFields = { optional },
        NameJa = "生まれた月の割引",
        TextJa = text,
        BenefitJa = "生まれた月に1割引きになります。",
        RefusalConsequenceJa = "割引券がとどかないだけで、買い物はいつもどおりできます。",
        LawfulBasis = "consent",
        DpvCode = "dpv:Marketing",
        Ceilings = new Ceilings
        {
            ValidityDays = 90, Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Month }, RetentionDays = 30, Mode = UseMode.Store,
        },
        ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };

    private static async Task WriteAsync(IPage page, Purpose draft)
    {
        await page.GetByLabel("名前", new() { Exact = true }).FillAsync(draft.NameJa);
        await page.GetByLabel("使いみちの説明").FillAsync(draft.TextJa);
        await page.GetByLabel("本人に よいこと").FillAsync(draft.BenefitJa);
        await page.GetByLabel("ことわると").FillAsync(draft.RefusalConsequenceJa);
        foreach (var field in new[] { "name", "birth_date", "address" })
        {
            await page.Locator($"#f-{field}").SelectOptionAsync(draft.RequiredFields.Contains(field) ? "required" : draft.OptionalFields.Contains(field) ? "optional" : "");
        }

        await page.PressAsync("点検する");
    }
}
