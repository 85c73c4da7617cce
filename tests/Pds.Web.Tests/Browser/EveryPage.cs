using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Web.Hosting;

namespace Pds.Web.Tests.Browser;

/// <summary>
/// Every page as an old small phone, an ordinary one and a desk show it, at ordinary and at double size of letters: nothing runs out of the page,
/// nothing is too small to press, axe finds nothing, no policy is broken. Measured in the browser, not read out of the style sheet.
/// </summary>
[Collection(BrowserCity.Name)]
public sealed class EveryPage(BrowserCity city)
{
    private const int SmallestTarget = 44;

    private const string Overflow = """
        () => { const w = document.documentElement.clientWidth;
          const out = [...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect();
            return r.width > 0 && r.right > w + 0.5 && !e.closest('.scroll, .skip, .hidden') && getComputedStyle(e).position !== 'absolute'; });
          return (document.documentElement.scrollWidth > w ? 'page ' + document.documentElement.scrollWidth + ' > ' + w + '; ' : '')
            + out.slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 20)).join(' | '); }
        """;

    private const string SmallTargets = """
        least => [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), label.choice')]
          .filter(e => !e.closest('.skip') && !(e.classList.contains('skip')))
          .map(e => ({ e, r: e.getBoundingClientRect() })).filter(({ r }) => r.width > 0 && (r.height < least - 0.5 || r.width < least - 0.5))
          .map(({ e, r }) => e.tagName + ' ' + e.textContent.trim().slice(0, 20) + ' ' + Math.round(r.width) + 'x' + Math.round(r.height)).join(' | ')
        """;

    [Fact]
    [Trait("Feature", "T1")]
    public async Task Every_page_fits_can_be_pressed_and_passes_axe()
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
            await page.SignInAsync("hanako");
            foreach (var (name, path) in pages)
            {
                await page.GotoAsync(path);
                await page.TakeAsync($"{name}-{width}");
                Add(wrong, name, width, await page.EvaluateAsync<string>(Overflow));
                Add(wrong, name, width, await page.EvaluateAsync<string>(SmallTargets, SmallestTarget));
                if (width != 320)
                {
                    Add(wrong, name, width, string.Join(" | ", (await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html)));
                }
            }

            await page.Context.CloseAsync();
        }

        wrong.Should().BeEmpty();
        ((ViolationReports)city.World.Web.Services.GetService(typeof(ViolationReports))!).Count.Should().Be(0);
    }

    [Fact]
    public async Task Twice_the_size_of_letters_still_fits_the_smallest_phone()
    {
        var wrong = new List<string>();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address, 320, scripts: true);
        await page.SignInAsync("hanako");
        foreach (var (name, path) in await PagesAsync())
        {
            // 200 % text: what WCAG 1.4.4 asks, as a browser's own setting does it.
            await page.GotoAsync(path);
            await page.EvaluateAsync("() => { document.documentElement.style.setProperty('font-size', '225%', 'important') }");
            await page.TakeAsync($"{name}-200");
            Add(wrong, name, 320, await page.EvaluateAsync<string>(Overflow));
        }

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
        var grant = await GrantedAsync();
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync($"/consents/{grant}");

        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true, Path = Screens.Folder is { } folder ? Path.Combine(folder, "receipt.pdf") : null });

        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b").Should().Be(1);
    }

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

    private static void Add(List<string> wrong, string name, int width, string found)
    {
        if (found.Length > 0)
        {
            wrong.Add($"{name} at {width}: {found}");
        }
    }

    private async Task<string> GrantedAsync()
    {
        var world = city.World;
        var asked = await world.AskAsync();
        var item = asked.Items[0];
        var shown = await world.Hanako.ShowDocumentAsync((await world.Hanako.ListRequestsAsync().SingleAsync(r => r.ConsentRequestId == asked.ConsentRequestId)).Items[0]);
        var sitting = world.Hanako.SittingOf([shown]);
        var token = await World.PressedCard.IdTokenAsync(world.Web, world.Keys, "hanako", sitting.Challenge);
        (await world.Hanako.GrantAsync([shown], sitting.WithIdToken(token))).Single().Refused.Should().BeNull();
        return item.GrantId;
    }

    // Each page with something on it: a consent in force, used once and refused once, and two questions waiting.
    private async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync()
    {
        var world = city.World;
        var grant = await GrantedAsync();
        await world.Hospital.FetchNewReceiptsAsync().CountAsync();
        await world.Hospital.RequestDataAsync(new DataRequest(grant, ["name", "birth_date"]));
        await world.Hospital.Invoking(h => h.RequestDataAsync(new DataRequest(grant, ["name"], new Pds.Protocol.V1.DateRange { From = "1900-01-01", Until = "1900-01-02" }))).Should().ThrowAsync<PdsException>();
        var request = (await world.Hanako.ListRequestsAsync().LastAsync()).ConsentRequestId;
        var use = (await world.Hanako.ListUsesAsync().LastAsync()).Evidence.Index;
        return
        [
            ("welcome", "/"), ("home", "/home"), ("request", $"/requests/{request}"), ("ask", $"/requests/{request}/ask"), ("consents", "/consents"),
            ("receipt", $"/consents/{grant}"), ("stop", $"/consents/{grant}/stop"), ("uses", "/uses"), ("use", $"/uses/{use}"), ("records", "/records"),
            ("record", "/records/basic-four@1"), ("stop-all", "/stop-all"), ("settings", "/settings"), ("reading", "/reading"), ("passbook", "/passbook"),
            ("expired", "/sign-in"), ("callback", "/sign-in/callback"), ("problem-404", "/nothing-here"), ("problem-stale", "/problem/stale"), ("problem-500", "/problem/500"),
        ];
    }
}
