using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// トメ (88) with her letter and nothing else: two clerks make it, she types it, sees who uses what, says no, stops, and is told what to do where a letter is
/// not enough. Scripts off. And every page of it measured, scripts on.
/// </summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "X9")]
public sealed partial class ByLetterInTheBrowser(BrowserCity city)
{
    private const string Who = "tome";

    [Fact]
    [Trait("Feature", "G7")]
    [Trait("Feature", "S5")]
    public async Task Tome_comes_by_her_letter_looks_says_no_stops_and_starts_nothing()
    {
        var world = city.World;
        var (own, given, asked) = await SettleAsync();
        var code = await PrintedAsync(await city.Chromium.OpenAsync(world.Web.Address), world.Numbers[Who]);

        // Her telephone.
        var page = await city.Chromium.OpenAsync(world.Web.Address);
        await page.GotoAsync("/");
        await page.PressAsync("手紙の番号で入る");
        await TypeAsync(page, world.Numbers[Who], Slip(code));
        (await page.WordsAsync()).Should().Contain("数字のどれかが、ちがうようです");
        await TypeAsync(page, world.Numbers[Who], Pds.Consent.LetterCode.New().Text);
        (await page.WordsAsync()).Should().Contain("この番号では、入ることができません");
        await TypeAsync(page, Wide(world.Numbers[Who]), code);
        await page.WaitForURLAsync("**/home");
        (await page.WordsAsync()).Should().Contain("手紙の番号で入っています").And.Contain("見ることと、やめることができます");
        page.Url.Should().NotContain(code[..4]);

        // The request: values masked, no yes to press.
        await page.GotoAsync($"/requests/{asked.ConsentRequestId}");
        var words = await page.WordsAsync();
        words.Should().Contain("見＊＊＊").And.NotContain("見本 トメ").And.Contain("「はい」と答えられません");
        (await page.Locator("button[value=yes]").CountAsync()).Should().Be(0);
        await page.Locator("button[name=answer][value=no]").ClickAsync();
        (await own.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId, TestContext.Current.CancellationToken)).Items
            .Should().OnlyContain(item => item.State == ConsentState.Declined);

        await page.GotoAsync("/records/basic-four@1");
        (await page.WordsAsync()).Should().Contain("＊＊＊").And.NotContain("見本町");
        foreach (var path in new[] { "/settings/erase", "/take-away", "/settings/passkeys", "/people", "/notices", "/corrections" })
        {
            await page.GotoAsync(path);
            words = await page.WordsAsync();
            words.Should().Contain("手紙の番号では、これはできません", path).And.Contain("お電話ください").And.Contain("窓口へ行くか").And.Contain("マイナンバーカード");
        }

        // She stops everything.
        await page.GotoAsync("/stop-all");
        await page.Locator("main form button.stop").ClickAsync();
        (await own.ListConsentsAsync().SingleAsync(one => one.GrantId == given, TestContext.Current.CancellationToken)).State.Should().Be(ConsentState.Withdrawn);

        // What came by the letter stands in her history, the wrong try too; then she ends the letter, and is out.
        await page.GotoAsync("/history");
        (await page.WordsAsync()).Should().Contain("手紙の番号で入りました").And.Contain("ちがう手紙の番号で、入ろうとしました").And.Contain("画面に入る手紙を作りました");
        await page.GotoAsync("/settings/letter");
        await page.PressAsync("この手紙を使えなくする");
        (await page.WordsAsync()).Should().Contain("手紙を使えなくしました");
        await page.GotoAsync("/sign-in/letter");
        await TypeAsync(page, world.Numbers[Who], code);
        (await page.WordsAsync()).Should().Contain("この番号では、入ることができません");
    }

    [Fact]
    [Trait("Feature", "G7")]
    [Trait("Feature", "G4")]
    public async Task At_the_counter_she_types_her_code_a_second_clerk_confirms_and_her_yes_is_for_paper()
    {
        var world = city.World;
        var (own, given, asked) = await SettleAsync();
        var code = (await world.PrintLetterAsync(Who)).Code;
        var aoi = await city.Chromium.OpenAsync(world.Web.Address);
        await aoi.SignInStaffAsync("clerk-aoi");
        await aoi.GotoAsync("/desk");
        await aoi.PressAsync("手紙の人を手伝う");
        await aoi.GetByLabel("住民の番号（10の数字）").FillAsync(world.Numbers[Who]);
        await aoi.GetByLabel("手紙の番号（16の数字）").FillAsync(code);
        await aoi.PressAsync("この番号で進む");
        (await aoi.WordsAsync()).Should().Contain("もうひとりの職員を待っています");

        var midori = await city.Chromium.OpenAsync(world.Web.Address);
        await midori.SignInStaffAsync("clerk-midori");
        await midori.GotoAsync("/desk/letters");
        await midori.PressAsync("本人がいることを確かめた");
        (await midori.WordsAsync()).Should().Contain("はじめの職員が手伝います");

        await aoi.PressAsync("確かめたか見る");
        var words = await aoi.WordsAsync();
        words.Should().Contain("「はい」は、紙で受け付けてください").And.NotContain("いっしょに読む");
        await aoi.Locator("button[name=act][value=no]").First.ClickAsync();
        await aoi.Locator("button[name=act][value=stop]").First.ClickAsync();
        (await aoi.WordsAsync()).Should().Contain("やめました。もう使えません。");
        (await own.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId, TestContext.Current.CancellationToken)).Items
            .Should().OnlyContain(item => item.State == ConsentState.Declined);
        (await own.ListConsentsAsync().SingleAsync(one => one.GrantId == given, TestContext.Current.CancellationToken)).State.Should().Be(ConsentState.Withdrawn);
        await aoi.PressAsync("手伝いを終わる");
    }

    [Fact]
    [Trait("Feature", "G1")]
    public async Task Every_page_of_letters_fits_can_be_pressed_and_passes_axe_and_the_letter_is_one_sheet()
    {
        var world = city.World;
        var wrong = new List<string>();
        var (_, given, asked) = await SettleAsync();
        foreach (var (width, letters) in new[] { (320, "normal"), (360, "largest"), (1280, "normal"), (1280, "largest") })
        {
            async Task<IPage> OpenAsync()
            {
                var opened = await city.Chromium.OpenAsync(world.Web.Address, width, scripts: true);
                await opened.Context.AddCookiesAsync([new Cookie { Name = Preferences.Cookie, Value = letters + ".plain", Url = world.Web.Address.AbsoluteUri, Secure = true }]);
                return opened;
            }

            var staff = await OpenAsync();
            async Task SeeAsync(IPage page, string name) => await page.MeasureAsync($"letter-{letters}-{name}", width, wrong, axe: width == 360);
            var order = await (await world.SignInStaffAsync("clerk-midori")).Desk.OrderLetterAsync(world.Numbers[Who]);
            await staff.SignInStaffAsync("clerk-aoi");
            await staff.GotoAsync("/desk/letters");
            await SeeAsync(staff, "orders");
            await staff.Locator($"form[action='/desk/letters/{order.LetterId}'] button").ClickAsync();
            await SeeAsync(staff, "sheet");
            (await staff.SheetsAsync()).Should().Be(1, "a letter is one sheet");
            var code = CodeIn().Match(await staff.WordsAsync()).Value;
            await staff.GotoAsync("/desk");
            await staff.PressAsync("手紙の人を手伝う");
            await SeeAsync(staff, "typed");
            await staff.GetByLabel("住民の番号（10の数字）").FillAsync(world.Numbers[Who]);
            await staff.GetByLabel("手紙の番号（16の数字）").FillAsync(code);
            await staff.PressAsync("この番号で進む");
            await SeeAsync(staff, "typed-wait");
            var second = await world.SignInStaffAsync("clerk-midori");
            await second.Desk.ConfirmVisitAsync((await second.Desk.ListWaitingVisitsAsync()).Single().VisitId);
            await staff.PressAsync("確かめたか見る");
            await SeeAsync(staff, "visit");
            await staff.Context.CloseAsync();

            var page = await OpenAsync();
            await page.GotoAsync("/sign-in/letter");
            await SeeAsync(page, "in");
            await TypeAsync(page, world.Numbers[Who], Slip(code.Replace(" ", "", StringComparison.Ordinal)));
            await SeeAsync(page, "in-mistyped");
            await TypeAsync(page, world.Numbers[Who], code);
            foreach (var (name, path) in new[]
            {
                ("home", "/home"), ("request", $"/requests/{asked.ConsentRequestId}"), ("receipt", $"/consents/{given}"), ("uses", "/uses"), ("records", "/records"), ("record", "/records/basic-four@1"),
                ("settings", "/settings"), ("mine", "/settings/letter"), ("cannot", "/take-away/nothing"), ("erase", "/settings/erase"), ("in-other", "/sign-in/letter"),
            })
            {
                await page.GotoAsync(path);
                await SeeAsync(page, name);
            }

            await page.Context.CloseAsync();
        }

        wrong.Should().BeEmpty();
    }

    // One clerk orders, the other prints; the sheet names nobody, and the square code leads to the address alone.
    private async Task<string> PrintedAsync(IPage page, string number)
    {
        await page.SignInStaffAsync("clerk-aoi");
        await page.GotoAsync("/desk/letters");
        await page.GetByLabel("住民の番号（10の数字）").FillAsync(number);
        await page.PressAsync("この番号の人の手紙をたのむ");
        (await page.WordsAsync()).Should().Contain("あなたがたのみました").And.NotContain(number);
        var other = await city.Chromium.OpenAsync(city.World.Web.Address);
        await other.SignInStaffAsync("clerk-midori");
        await other.GotoAsync("/desk/letters");
        await other.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^この手紙を刷る") }).Last.ClickAsync();
        var sheet = await other.WordsAsync();
        sheet.Should().Contain("/sign-in/letter").And.Contain("はじめに受け取った紙にあります").And.NotContain(number).And.NotContain("トメ");
        await other.Context.CloseAsync();
        await page.Context.CloseAsync();
        return CodeIn().Match(sheet).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    private async Task<(ResidentSession Own, string Given, ConsentRequest Asked)> SettleAsync()
    {
        var world = city.World;
        if (!world.Numbers.ContainsKey(Who))
        {
            var first = await world.VisitAsync(Who);
            await world.Steward.WriteRecordAsync(Quickstart.SampleRecords.BasicFour(
                await first.IssueReferenceAsync(world.Steward.OrganizationId), "見本 トメ", "ミホン トメ", "青森県むつ市見本町4丁目5番6号", new DateOnly(1938, 6, 9), "女"));
        }

        var own = await world.SignInAsync(Who);
        await WebCity.ClearAsync(own);
        var given = await world.GrantAsync(own, Who, "hospital-booking@1");
        return (own, given, await world.Hospital.RequestConsentAsync(await own.IssueReferenceAsync(world.Hospital.OrganizationId), ["hospital-registration@1"]));
    }

    private static async Task TypeAsync(IPage page, string number, string code)
    {
        await page.GetByLabel("住民の番号（10の数字）").FillAsync(number);
        await page.GetByLabel("手紙の番号（16の数字）").FillAsync(code);
        await page.PressAsync("この番号で入る");
    }

    private static string Slip(string code) => (char)('0' + ((code[0] - '0' + 1) % 10)) + code[1..];

    // As a Japanese keyboard writes digits.
    private static string Wide(string digits) => string.Concat(digits.Select(digit => (char)(digit - '0' + '０')));

    [GeneratedRegex("[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}")]
    private static partial Regex CodeIn();
}
