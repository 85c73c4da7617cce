using System.Net;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>Signing in by a letter over plain HTTP: what the pages send back, keep and refuse, whoever forms the requests.</summary>
[Collection(HttpCity.Name)]
[Trait("Feature", "X9")]
public sealed class LetterSignIn(HttpCity city)
{
    private const string Who = "tome";
    private const string Page = "/sign-in/letter";

    [Fact]
    public async Task The_letters_address_holds_no_secret_and_the_page_stores_nothing()
    {
        using var browser = new PageClient(city.World);
        await SettleAsync();
        var code = (await city.World.PrintLetterAsync(Who)).Code;

        using var page = await browser.GetAsync(Page);
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var led = await TypeAsync(browser, city.World.Numbers[Who], code);

        led.StatusCode.Should().Be(HttpStatusCode.Redirect);
        led.Headers.Location!.OriginalString.Should().Be("/home");
        led.Headers.TryGetValues("Set-Cookie", out var cookies).Should().BeTrue();
        cookies!.Should().NotContain(cookie => cookie.Contains(code, StringComparison.Ordinal));
        (await browser.ReadAsync("/home")).Html.Should().Contain("手紙の番号で入っています");
        using var clerk = new PageClient(city.World);
        await clerk.SignInStaffAsync("clerk-midori");
        var order = await (await city.World.SignInStaffAsync("clerk-aoi")).Desk.OrderLetterAsync(city.World.Numbers[Who]);
        using var sheet = await clerk.PostAsync($"/desk/letters/{order.LetterId}", await clerk.FormOfAsync("/desk/letters"));
        sheet.StatusCode.Should().Be(HttpStatusCode.OK);
        sheet.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var again = await clerk.PostAsync($"/desk/letters/{order.LetterId}", await clerk.FormOfAsync("/desk/letters"));
        again.StatusCode.Should().Be(HttpStatusCode.NotFound, "a code is told once");
        using var fetched = await clerk.GetAsync($"/desk/letters/{order.LetterId}");
        fetched.Headers.Location!.OriginalString.Should().Be("/desk/letters");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Wrong_codes_unknown_numbers_and_ended_letters_give_the_same_page()
    {
        await SettleAsync();
        var ended = (await city.World.PrintLetterAsync(Who)).Code;
        var good = (await city.World.PrintLetterAsync(Who)).Code;
        (string Number, string Code)[] tries =
        [
            (city.World.Numbers[Who], ended), (city.World.Numbers[Who], Pds.Consent.LetterCode.New().Text), (Pds.Consent.ResidentNumber.New().ToString(), good),
        ];
        var pages = new List<string>();
        foreach (var (number, code) in tries)
        {
            using var browser = new PageClient(city.World);
            using var answer = await TypeAsync(browser, number, code);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            var html = await answer.Content.ReadAsStringAsync();
            html = html.Replace(number, "", StringComparison.Ordinal).Replace(TypedDigits.InFours(code), "", StringComparison.Ordinal);
            pages.Add(System.Text.RegularExpressions.Regex.Replace(html, "form_token[^>]*>", ""));
            (await browser.GetAsync("/home")).StatusCode.Should().Be(HttpStatusCode.Redirect, "nobody is signed in");
        }

        pages.Distinct().Should().ContainSingle();
        pages[0].Should().Contain("この番号では、入ることができません");
    }

    [Fact]
    [Trait("Feature", "S5")]
    public async Task Whatever_form_is_sent_in_such_a_session_starts_nothing_and_says_what_to_do()
    {
        var session = await SettleAsync();
        await WebCity.ClearAsync(session);
        var given = await city.World.GrantAsync(session, Who, "hospital-booking@1");
        await session.PauseAsync(await session.ListConsentsAsync().SingleAsync(one => one.GrantId == given, TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
        var asked = await city.World.Hospital.RequestConsentAsync(await session.IssueReferenceAsync(city.World.Hospital.OrganizationId), ["hospital-registration@1"]);
        using var browser = new PageClient(city.World);
        using var led = await TypeAsync(browser, city.World.Numbers[Who], (await city.World.PrintLetterAsync(Who)).Code);
        var form = await browser.FormOfAsync("/settings");
        (string Path, KeyValuePair<string, string>[] Fields)[] starts =
        [
            ($"/requests/{asked.ConsentRequestId}", [new("answer", "yes"), new("yes", asked.Items[0].GrantId), new("until", "asked"), new("request_id", "0123456789abcdef")]),
            ($"/consents/{given}/resume", [new("challenge", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]),
            ("/take-away", []), ("/notices", [new("channel", "None"), new("rhythm", "Weekly"), new("request_id", "0123456789abcdef")]),
            ("/people/code", [new("name", "見本 太郎")]),
        ];

        foreach (var (path, fields) in starts)
        {
            using var answer = await browser.PostAsync(path, [.. form.Where(field => field.Key == "form_token"), .. fields]);
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("手紙の番号では、これはできません", path);
        }

        foreach (var path in new[] { "/settings/erase", "/settings/passkeys", "/people", "/notices", "/corrections", $"/consents/{given}/resume" })
        {
            var (status, html) = await browser.ReadAsync(path);
            status.Should().Be(HttpStatusCode.Forbidden, path);
            html.Should().Contain("手紙の番号では、これはできません", path).And.Contain("お電話ください").And.Contain("マイナンバーカード");
        }

        var states = await session.ListConsentsAsync().ToListAsync(TestContext.Current.CancellationToken);
        states.Single(one => one.GrantId == given).State.Should().Be(ConsentState.Paused);
        states.Should().NotContain(one => one.GrantId == asked.Items[0].GrantId && one.State == ConsentState.Active);
    }

    [Fact]
    public async Task Whoever_is_signed_in_already_leaves_before_a_code_is_taken()
    {
        await SettleAsync();
        var code = (await city.World.PrintLetterAsync(Who)).Code;
        using var browser = new PageClient(city.World);
        await browser.SignInAsync("taro");
        (await browser.ReadAsync(Page)).Html.Should().Contain("もう だれかが入っています").And.NotContain("name=\"code\"");

        using var tried = await browser.PostAsync(Page, [.. await browser.FormOfAsync(Page), new("number", city.World.Numbers[Who]), new("code", code)]);

        tried.Headers.Location!.OriginalString.Should().Be(Page);
        using var home = await browser.GetAsync("/home");
        home.StatusCode.Should().Be(HttpStatusCode.Redirect, "太郎 is out");
        using var led = await TypeAsync(browser, city.World.Numbers[Who], code);
        led.Headers.Location!.OriginalString.Should().Be("/home");
        (await browser.ReadAsync("/records")).Html.Should().Contain("手紙の番号で入っています");
    }

    private static async Task<HttpResponseMessage> TypeAsync(PageClient browser, string number, string code) =>
        await browser.PostAsync(Page, [.. (await browser.FormOfAsync(Page)).Where(field => field.Key == "form_token"), new("number", number), new("code", code)]);

    private async Task<Client.ResidentSession> SettleAsync() =>
        city.World.Numbers.ContainsKey(Who) ? await city.World.SignInAsync(Who) : await city.World.VisitAsync(Who);
}
