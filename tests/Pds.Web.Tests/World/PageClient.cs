using System.Net;
using System.Text.RegularExpressions;
using Pds.Cryptography;
using Pds.Web.Hosting;
using ResidentPages;

namespace Pds.Web.Tests.World;

/// <summary>A browser without a screen: cookies, forms and redirects, and everything a hostile page could make a browser send besides.</summary>
internal sealed partial class PageClient : IDisposable
{
    private readonly ResidentsWeb _web;
    private readonly HttpClient _http;

    public PageClient(WebCity world)
    {
        _web = world.Web;
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, CookieContainer = Cookies, UseProxy = false, SslOptions = PinnedTls.ForClient(world.Keys.Root),
        })
        { BaseAddress = world.Web.Address };
    }

    /// <summary>The connection itself, for addresses elsewhere.</summary>
    public HttpClient Http => _http;

    public CookieContainer Cookies { get; }

    public string Origin => _web.Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Signs in as one of the sample people; returns where that led.</summary>
    public async Task<string> SignInAsync(string person, string from = "/")
    {
        using var begun = await PostAsync("/sign-in", await FormOfAsync(from));
        using var pressed = await PressedCard.PressAsync(_http, begun.Headers.Location!, person);
        using var back = await _http.GetAsync(pressed.Headers.Location);
        return back.Headers.Location?.OriginalString ?? $"HTTP {(int)back.StatusCode}";
    }

    /// <summary>Signs in as one of the sample staff; returns where that led.</summary>
    public async Task<string> SignInStaffAsync(string person)
    {
        using var begun = await PostAsync("/staff/sign-in", await FormOfAsync("/staff/sign-in"));
        using var pressed = await PressedCard.PressAsync(_http, begun.Headers.Location!, person);
        using var back = await _http.GetAsync(pressed.Headers.Location);
        return back.Headers.Location?.OriginalString ?? $"HTTP {(int)back.StatusCode}";
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    public async Task<(HttpStatusCode Status, string Html)> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The hidden fields of the last form on a page, as a browser would send them.</summary>
    public async Task<List<KeyValuePair<string, string>>> FormOfAsync(string path) => FormIn((await ReadAsync(path)).Html);

    public static List<KeyValuePair<string, string>> FormIn(string html) =>
        [.. Hidden().Matches(html).Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value))).DistinctBy(field => field.Key)];

    /// <summary>Sends a form; the origin is our own unless said otherwise, null sends none.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, string? origin = "own")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin == "own" ? Origin : origin);
        }

        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input (?:type=\"hidden\" name|name)=\"([^\"]+)\"(?: type=\"hidden\")? value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
