using System.Net;
using System.Text.RegularExpressions;
using Pds.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Pds.Web;
using Pds.Web.Residents;
using ResidentPages;

namespace Pds.Benchmarks;

/// <summary>
/// What a page costs beside an empty one of the same host: the page about sizes of letters asks the city nothing, and has everything else that a page has (TLS,
/// ticket, antiforgery, layout, furigana, headers). 花子 has eighteen months behind her. Rounds alternate, so that a slow minute is a slow minute for all.
/// Two figures for each: the page when nothing was entered in her history since her last one, and the first page of its kind in a session or after a new entry.
/// </summary>
internal static partial class PagesRun
{
    private const string Empty = "/reading";
    private const int Rounds = 3;
    private const double Allowed = 3;
    private static readonly string[] Pages = [Empty, "/home", "/consents", "/uses", "/uses?span=12", "/records", "/passbook", "/stop-all"];

    public static async Task<int> RunAsync(int callers, int seconds)
    {
        Console.WriteLine("Playing eighteen months…");
        await using var city = await SampleCity.StartAsync(SampleLife.Span, new WebOptions { Port = 0, SampleProviderPort = 0 });
        await new SampleLife(city).PlayAsync(_ => { });
        var browsers = new List<HttpClient>();
        for (var one = 0; one < callers; one++)
        {
            browsers.Add(await SignInAsync(city));
        }

        var shown = city.Web.Services.GetRequiredService<ShownLists>();
        var rates = Pages.ToDictionary(page => page, _ => new List<double>());
        var firsts = Pages.ToDictionary(page => page, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var page in Pages)
            {
                var sample = await Load.ClosedAsync(callers, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(1), number => ReadAsync(browsers[(int)(number % callers)], page));
                rates[page].Add(sample.PerSecond);
                var first = await Load.ClosedAsync(callers, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(1), number =>
                {
                    shown.Clear();
                    return ReadAsync(browsers[(int)(number % callers)], page);
                });
                firsts[page].Add(first.PerSecond);
            }
        }

        var table = new Table($"page, {callers} at once", "pages/s", "ms of the host", "empty = 1", "first: ms", "empty = 1");
        var empty = Median(rates[Empty]);
        foreach (var page in Pages)
        {
            var (rate, first) = (Median(rates[page]), Median(firsts[page]));
            table.Add(page == Empty ? page + " (asks the city nothing)" : page, rate, 1000 / rate, empty / rate, 1000 / first, empty / first);
        }

        table.Print();
        foreach (var page in Pages.Skip(1))
        {
            Target.AtMost($"{page} beside an empty page", empty / Median(rates[page]), Allowed);
        }

        browsers.ForEach(browser => browser.Dispose());
        return Target.ExitCode;
    }

    private static async Task<HttpClient> SignInAsync(SampleCity city)
    {
        var browser = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false, SslOptions = PinnedTls.ForClient(city.Keys.Root),
        })
        { BaseAddress = city.Web.Address };
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Origin", city.Web.Address.AbsoluteUri.TrimEnd('/'));
        using var form = new FormUrlEncodedContent(Hidden().Matches(await browser.GetStringAsync("/"))
            .Select(field => KeyValuePair.Create(WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value))).DistinctBy(field => field.Key));
        using var begun = await browser.PostAsync("/sign-in", form);
        using var pressed = await PressedCard.PressAsync(browser, begun.Headers.Location!, "hanako");
        using var back = await browser.GetAsync(pressed.Headers.Location);
        await ReadAsync(browser, "/home");
        return browser;
    }

    private static async Task ReadAsync(HttpClient browser, string page)
    {
        using var answer = await browser.GetAsync(page);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{page} answered {(int)answer.StatusCode}.");
        }

        await answer.Content.LoadIntoBufferAsync();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex("<input (?:type=\"hidden\" name|name)=\"([^\"]+)\"(?: type=\"hidden\")? value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
