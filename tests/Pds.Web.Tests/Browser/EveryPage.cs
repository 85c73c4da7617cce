using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Hosting;
using Pds.Web.Tests.World;
using ResidentPages;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// Every page as an old small phone, an ordinary one and a desk show it, at ordinary and at double size of letters: nothing runs out of the page,
/// nothing is too small to press, axe finds nothing, no policy is broken. Measured in the browser, not read out of the style sheet.
/// </summary>
[Collection(BrowserCity.Name)]
public sealed class EveryPage(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "T1")]
    public async Task Every_page_fits_at_every_width_and_at_double_size_can_be_pressed_and_passes_axe()
    {
        var pages = await PagesAsync();
        var wrong = new List<string>();
        foreach (var (width, letters) in new[] { (320, "normal"), (360, "largest"), (1280, "normal") })
        {
            var page = await city.Chromium.OpenAsync(city.World.Web.Address, width, scripts: true);
            page.Console += (_, message) =>
            {
                if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                {
                    wrong.Add($"{page.Url}: {message.Text}");
                }
            };
            await page.Context.AddCookiesAsync([new Cookie { Name = Preferences.Cookie, Value = letters + ".plain", Url = city.World.Web.Address.AbsoluteUri, Secure = true }]);
            await page.GotoAsync("/");
            await page.MeasureAsync("welcome", width, wrong, axe: width == 360);
            await page.PressAsync("本人確認をして、はじめる");
            await page.Locator("button[value=hanako]").WaitForAsync();
            await page.MeasureAsync("provider", width, wrong, axe: width == 360);
            await page.PressCardAsync("hanako");
            foreach (var (name, path) in pages)
            {
                await page.GotoAsync(path);
                await page.MeasureAsync(name, width, wrong, axe: width == 360);
                if (width == 320)
                {
                    // 200 % text on the smallest phone: what WCAG 1.4.4 asks, as a browser's own setting does it.
                    await page.EvaluateAsync("() => { document.documentElement.style.setProperty('font-size', '225%', 'important') }");
                    await page.MeasureAsync(name + "-200", width, wrong, axe: false, targets: false);
                }
            }

            await page.Context.CloseAsync();
        }

        wrong.Should().BeEmpty();
        ((ViolationReports)city.World.Web.Services.GetService(typeof(ViolationReports))!).Count.Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "Q12")]
    public async Task The_stewards_pages_fit_too_and_pass_axe()
    {
        var world = city.World;
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var asked = await world.Hanako.AskQuestionAsync((await world.Hanako.ListUsesAsync(grant).LastAsync()).Evidence.Index, "だれが見ましたか。");
        var organization = (await world.Steward.Steward.ListOrganizationsAsync().FirstAsync(one => one.NameJa == "しもきた水道")).OrganizationId;
        (string Name, string Path)[] pages =
        [
            ("steward", "/steward"), ("steward-organizations", "/steward/organizations"), ("steward-organization-new", "/steward/organizations/new"),
            ("steward-organization", $"/steward/organizations/{organization}"), ("steward-suspend", $"/steward/organizations/{organization}/suspend"),
            ("steward-datasets", "/steward/datasets"), ("steward-purposes", "/steward/purposes"), ("steward-purpose", "/steward/purposes/hospital-history/1"),
            ("steward-end", "/steward/purposes/hospital-history/1/end"), ("steward-notice", "/steward/notice"), ("steward-questions", "/steward/questions"),
            ("steward-answer", $"/steward/questions/{asked.QuestionId}"), ("steward-dataset-new", "/steward/datasets/new"), ("steward-dataset-next", "/steward/datasets/new?from=basic-four@1"),
            ("steward-guardians", "/steward/guardians?done=registered"),
        ];
        var wrong = new List<string>();
        foreach (var (width, letters) in new[] { (320, "normal"), (360, "largest"), (1280, "normal") })
        {
            var page = await city.Chromium.OpenAsync(world.Web.Address, width, scripts: true);
            await page.Context.AddCookiesAsync([new Cookie { Name = Preferences.Cookie, Value = letters + ".plain", Url = world.Web.Address.AbsoluteUri, Secure = true }]);
            await page.SignInStaffAsync("steward");
            foreach (var (name, path) in pages)
            {
                await page.GotoAsync(path);
                await page.MeasureAsync(name, width, wrong, axe: width == 360);
            }

            await page.Context.CloseAsync();
        }

        wrong.Should().BeEmpty();
        ((ViolationReports)world.Web.Services.GetService(typeof(ViolationReports))!).Count.Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "G7")]
    public async Task Every_page_of_the_staff_fits_too_can_be_pressed_and_passes_axe()
    {
        var wrong = new List<string>();
        var world = city.World;
        await world.ClearAsync();
        var asked = await world.Hospital.RequestConsentAsync(world.Reference, ["hospital-booking@1"]);
        foreach (var (width, letters) in new[] { (320, "normal"), (360, "largest"), (1280, "normal") })
        {
            var page = await city.Chromium.OpenAsync(world.Web.Address, width, scripts: true);
            await page.Context.AddCookiesAsync([new Cookie { Name = Preferences.Cookie, Value = letters + ".plain", Url = world.Web.Address.AbsoluteUri, Secure = true }]);
            async Task SeeAsync(string name) => await page.MeasureAsync("staff-" + name, width, wrong, axe: width == 360);
            await page.GotoAsync("/staff/sign-in");
            await SeeAsync("sign-in");
            await page.SignInStaffAsync("clerk-aoi");
            await SeeAsync("home");
            foreach (var (name, path) in new[] { ("desk", "/desk"), ("desk-letters", "/desk/letters?done=ordered"), ("paper", "/desk/paper"), ("paper-in", "/desk/paper/in/hospital-booking@1"), ("over", "/desk/visits/vis_aaaaaaaaaaaaaaaaaaaaaaaaaa") })
            {
                await page.GotoAsync(path);
                await SeeAsync(name);
            }

            await page.GotoAsync("/desk/paper");
            await page.Locator("button[name=purpose][value='hospital-booking@1']").ClickAsync();
            await SeeAsync("form");
            (await page.SheetsAsync()).Should().Be(1, "a form is one sheet");
            await page.GotoAsync("/desk");
            await page.GetByLabel("住民の番号（10の数字）").FillAsync(world.Numbers["hanako"]);
            await page.PressAsync("かけなおす");
            await SeeAsync("call");
            await page.PressAsync("電話が切れた");
            await page.PressAsync("来た人を手伝う");
            await page.PressCardAsync("hanako");
            await SeeAsync("visit");
            await page.GotoAsync(page.Url + "/items/" + asked.Items[0].GrantId);
            await SeeAsync("item");
            await page.Context.CloseAsync();
        }

        wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_visit_and_the_answer_fit_too_and_the_letters_code_opens_the_vault()
    {
        var wrong = new List<string>();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, scripts: true);
        await page.SignInAsync("sakura");
        await page.MeasureAsync("first-visit", 360, wrong);
        await page.GetByLabel("手紙に書いてある番号").FillAsync("dvc-aaaa bbbb");
        await page.PressAsync("この番号ではじめる");
        (await page.WordsAsync()).Should().Contain("この番号では、はじめられません");
        await page.MeasureAsync("first-visit-wrong", 360, wrong);
        await page.GetByLabel("手紙に書いてある番号").FillAsync(string.Join('　', AsTyped(city.World.Letter).Chunk(4).Select(four => new string(four))));
        await page.PressAsync("この番号ではじめる");
        (await page.WordsAsync()).Should().Contain("こんにちは").And.Contain("今、返事を待っているお願いは ありません。");
        await page.MeasureAsync("home-empty", 360, wrong);

        var asked = await city.World.AskAsync();
        page = await city.Chromium.OpenAsync(city.World.Web.Address, scripts: true);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");
        await page.PressAsync("えらんだものに「はい」");
        (await page.WordsAsync()).Should().Contain("しるしが付いていません");
        await page.MeasureAsync("request-nothing", 360, wrong);
        await page.Locator($"input[name=yes][value={asked.Items[0].GrantId}]").CheckAsync();
        await page.PressAsync("えらんだものに「はい」");
        await page.MeasureAsync("confirm", 360, wrong);
        await page.PressAsync("本人確認をして「はい」と言う");
        await page.PressCardAsync("taro");
        (await page.WordsAsync()).Should().Contain("本人確認が、できませんでした", "another person's sign-in is no yes of hers");
        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");
        await page.Locator($"input[name=yes][value={asked.Items[0].GrantId}]").CheckAsync();
        await page.PressAsync("えらんだものに「はい」");
        await page.PressAsync("本人確認をして「はい」と言う");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("返事を送りました");
        await page.MeasureAsync("done", 360, wrong);

        wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task A_consent_is_given_with_the_keyboard_alone()
    {
        var asked = await city.World.AskAsync();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");

        await TabToAsync(page, $"input[name=yes][value={asked.Items[1].GrantId}]");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "button[name=answer][value=yes]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/confirm/**");
        await TabToAsync(page, "main form button.primary");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "button[value=hanako]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/done/**");

        (await page.WordsAsync()).Should().Contain("返事を送りました").And.Contain("使ってよいことになりました");
    }

    [Fact]
    public async Task Forced_colours_leave_every_button_an_edge()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, scripts: true, colours: ForcedColors.Active);
        await page.SignInAsync("hanako");

        var bare = await page.EvaluateAsync<int>("() => [...document.querySelectorAll('.btn:not(.least)')].filter(e => parseFloat(getComputedStyle(e).borderTopWidth) < 1).length");

        bare.Should().Be(0);
        await page.TakeAsync("home-forced");
    }

    [Fact]
    public async Task A_receipt_prints_on_one_sheet_of_A4()
    {
        var grant = await city.World.GrantAsync();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/consents/{grant}");

        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true, Path = Screens.Folder is { } folder ? Path.Combine(folder, "receipt.pdf") : null });

        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b").Should().Be(1);
    }

    // In capitals and in full width, as a Japanese keyboard does it.
    private static string AsTyped(string code) => string.Concat(code.ToUpperInvariant().Select(one => (char)(one - '!' + '\uFF01')));

    private static async Task TabToAsync(IPage page, string selector)
    {
        await page.Locator(selector).WaitForAsync();
        for (var presses = 0; presses < 200; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(selector + ":focus").CountAsync() == 1)
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached with the Tab key.");
    }

    // Both facts of this class may come first.
    private static async Task AskCorrectionAsync(WebCity world, string record)
    {
        if (!await world.Hanako.ListCorrectionsAsync().AnyAsync())
        {
            await world.Hanako.AskCorrectionAsync(record, "name_kana", "カナが違います。正しくは ミホン ハナ です。");
        }
    }

    // Each page with something on it: a consent in force, used once and refused once, and two questions waiting.
    private async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync()
    {
        var world = city.World;
        var grant = await world.GrantAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name", "birth_date"]));
        await world.Hospital.Invoking(h => h.RequestDataAsync(new DataRequest(grant, ["name"], new Pds.Protocol.V1.DateRange { From = "1900-01-01", Until = "1900-01-02" }))).Should().ThrowAsync<PdsException>();
        var request = (await world.Hanako.ListRequestsAsync().LastAsync()).ConsentRequestId;
        var use = (await world.Hanako.ListUsesAsync().LastAsync()).Evidence.Index;
        var mandate = await world.MandateAsync("hanako", "taro", "見本 太郎", true, MandateAct.History, MandateAct.Records, MandateAct.Pause, MandateAct.Withdraw);
        var offered = await world.MandateAsync("taro", "hanako", "見本 花子", false, MandateAct.History, MandateAct.Decline, MandateAct.Grant);
        var record = (await world.Hanako.ListRecordsAsync("basic-four@1").FirstAsync()).RecordId;
        await AskCorrectionAsync(world, record);
        return
        [
            ("home", "/home"), ("request", $"/requests/{request}"), ("ask", $"/requests/{request}/ask"), ("consents", "/consents"),
            ("receipt", $"/consents/{grant}"), ("stop", $"/consents/{grant}/stop"), ("uses", "/uses"), ("use", $"/uses/{use}"), ("use-ask", $"/uses/{use}/ask"),
            ("records", "/records"), ("record", "/records/basic-four@1"), ("take-away", "/take-away"), ("take-away-over", "/take-away/nothing"),
            ("wrong", $"/records/basic-four@1/wrong/{record}/address"), ("corrections", "/corrections?sent=1"), ("history", "/history"), ("history-entry", $"/history/{use + 1}"),
            ("stop-all", "/stop-all"), ("settings", "/settings"), ("letter", "/settings/letter"), ("letter-ended", "/letter-ended"), ("problem-letter", "/problem/letter"), ("passkeys", "/settings/passkeys"), ("erase", "/settings/erase"),
            ("erase-confirm", "/settings/erase/confirm"), ("notices", "/notices?saved=1"), ("reading", "/reading"), ("passbook", "/passbook"), ("where", "/where"),
            ("people", "/people"), ("people-code", "/people/code"), ("people-add", "/people/add"), ("people-acts", "/people/acts"), ("people-nominee", "/people/nominee"),
            ("people-end", $"/people/{mandate}/end"), ("people-offer", $"/people/{offered}"), ("problem-mandate", "/problem/mandate"),
            ("problem-outside", "/problem/outside"), ("expired", "/sign-in"), ("callback", "/sign-in/callback"), ("problem-404", "/nothing-here"),
            ("problem-stale", "/problem/stale"), ("problem-history", "/problem/history"), ("problem-500", "/problem/500"),
        ];
    }
}
