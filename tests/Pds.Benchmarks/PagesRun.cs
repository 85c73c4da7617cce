using System.Net;
using System.Text.RegularExpressions;
using Pds.Client;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Web;
using ResidentPages;

namespace Pds.Benchmarks;

/// <summary>
/// What a page costs beside an empty one of the same host: the page about sizes of letters asks the city nothing, and has everything else that a page has (TLS,
/// ticket, antiforgery, layout, furigana, headers). 花子 has eighteen months behind her. Rounds alternate, so that a slow minute is a slow minute for all. Three figures
/// for each page: pages without pause when nothing was entered in her history, and, all readers at once, the first page after somebody used her data and the
/// first page after she signed in. Each is held against the empty page in the same case.
/// </summary>
internal static partial class PagesRun
{
    private const string Empty = "/reading";
    private const double Allowed = 3;
    private static readonly string[] Pages = [Empty, "/home", "/consents", "/uses", "/uses?span=12", "/records", "/passbook", "/where", "/stop-all"];

    public static async Task<int> RunAsync(int callers, int rounds)
    {
        Console.WriteLine("Playing eighteen months…");
        await using var city = await SampleCity.StartAsync(SampleLife.Span, new WebOptions { Port = 0, SampleProviderPort = 0 });
        var life = new SampleLife(city);
        await life.PlayAsync(_ => { });
        var grant = await AllowMuchAsync(city, life);
        var readers = await SignInAllAsync(city, callers);
        await WarmUpAsync(readers);
        var (same, used, first, signIns) = (Measures(), Measures(), Measures(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var page in Pages)
            {
                same[page].Add(await RunAsync(readers, page));

                await life.Hospital.RequestDataAsync(new DataRequest(grant, ["name", "address"]));
                await Task.Delay(150);
                used[page].Add(await BurstAsync(readers, page));
                readers.ForEach(reader => reader.Dispose());
                var begun = Environment.CpuUsage.TotalTime;
                readers = await SignInAllAsync(city, callers);
                signIns.Add((Environment.CpuUsage.TotalTime - begun).TotalMilliseconds / callers);
                await Task.Delay(150);
                first[page].Add(await BurstAsync(readers, page));
            }
        }

        var table = new Table($"ms of processor, {callers} at once", "nothing new", "empty = 1", "a use is new", "empty = 1", "first of a session", "empty = 1");
        foreach (var page in Pages)
        {
            table.Add(
                page == Empty ? page + " (asks the city nothing)" : page,
                Median(same[page]), Ratio(same, page), Median(used[page]), Ratio(used, page), Median(first[page]), Ratio(first, page));
        }

        table.Add("a sign-in, from the first press to /home", Median(signIns), Median(signIns) / Median(first[Empty]), "", "", "", "");
        table.Print();
        foreach (var page in Pages.Skip(1))
        {
            Target.AtMost($"{page} beside an empty page, nothing new", Ratio(same, page), Allowed);
            Target.AtMost($"{page} beside an empty page, a use is new", Ratio(used, page), Allowed);
            Target.AtMost($"{page} beside an empty page, first of a session", Ratio(first, page), Allowed);
        }

        readers.ForEach(reader => reader.Dispose());
        return Target.ExitCode;
    }

    // What the sample purposes allow is used up after a few uses.
    private static async Task<string> AllowMuchAsync(SampleCity city, SampleLife life)
    {
        await city.Steward.Steward.PublishDatasetAsync(MeasuredCity.Persons());
        using var board = await city.EnrollAsync("むつ市 データ利用審査会");
        await board.Steward.ReviewPurposeAsync(await life.Hospital.ProposePurposeAsync(MeasuredCity.Declared()), ReviewVerdict.Approve, "計測のためだけに使います。");
        var hanako = await city.SignInAsync("hanako");
        await city.Steward.WriteRecordAsync(new RecordDraft(await hanako.IssueReferenceAsync(city.Steward.OrganizationId), $"{MeasuredCity.Persons().Code}@1")
            .With("name", "見本 花子").With("address", "青森県むつ市見本町1丁目2番3号"));
        return await life.AllowAsync("hanako", life.Hospital, $"{MeasuredCity.Declared().Code}@1");
    }

    private static Dictionary<string, List<double>> Measures() => Pages.ToDictionary(page => page, _ => new List<double>());

    private static double Ratio(Dictionary<string, List<double>> measures, string page) => Median(measures[page]) / Median(measures[Empty]);

    private static async Task WarmUpAsync(List<HttpClient> readers)
    {
        foreach (var page in Pages)
        {
            await Load.ClosedAsync(readers.Count, TimeSpan.FromSeconds(12), TimeSpan.Zero, number => ReadAsync(readers[(int)(number % readers.Count)], page));
        }
    }

    // Milliseconds of processor for one page: the host, the city's server and the readers themselves, whose part is the same for all pages.
    private static async Task<double> RunAsync(List<HttpClient> readers, string page)
    {
        var (begun, read) = (Environment.CpuUsage.TotalTime, 0L);
        await Load.ClosedAsync(readers.Count, TimeSpan.FromSeconds(1), TimeSpan.Zero, number =>
        {
            Interlocked.Increment(ref read);
            return ReadAsync(readers[(int)(number % readers.Count)], page);
        });
        return (Environment.CpuUsage.TotalTime - begun).TotalMilliseconds / read;
    }

    // The same for one page of each reader, all at once.
    private static async Task<double> BurstAsync(List<HttpClient> readers, string page)
    {
        var begun = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(readers.Select(reader => Task.Run(() => ReadAsync(reader, page))));
        return (Environment.CpuUsage.TotalTime - begun).TotalMilliseconds / readers.Count;
    }

    private static async Task<List<HttpClient>> SignInAllAsync(SampleCity city, int callers) =>
        [.. await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => SignInAsync(city)))];

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
