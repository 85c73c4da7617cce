using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Pds.Web.Hosting;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>What every answer carries, how small the first page is, and what is not answered at all.</summary>
[Collection(HttpCity.Name)]
public sealed class HeaderFacts(HttpCity city)
{
    private const int MostBytes = 20 * 1024;

    [Theory]
    [InlineData("/")]
    [InlineData("/reading")]
    [InlineData("/home")]
    [InlineData("/nothing-here")]
    [InlineData("/site.css")]
    public async Task Every_answer_forbids_scripts_frames_and_guessing(string path)
    {
        using var client = new PageClient(city.World);

        using var answer = await client.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Contain("base-uri 'none'")
            .And.Contain("require-trusted-types-for 'script'").And.NotContain("unsafe").And.NotContain("script-src");
        answer.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").Should().Equal("same-origin");
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    [Fact]
    public async Task Only_a_page_that_asks_for_a_passkey_may_run_a_script_and_only_ours()
    {
        using var client = new PageClient(city.World);
        using var begun = await client.PostAsync("/sign-in/passkey?handler=Begin", await client.FormOfAsync("/"));

        using var page = await client.GetAsync("/sign-in/passkey");

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("require-trusted-types-for 'script'")
            .And.Contain("trusted-types 'none'").And.NotContain("unsafe").And.NotContain("connect-src");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        System.Text.RegularExpressions.Regex.Count(html, "<script").Should().Be(1);
        html.Should().Contain($"<script type=\"module\" src=\"{PasskeyScript.Address}\"></script>");
        using var script = await client.GetAsync(PasskeyScript.Address);
        script.Content.Headers.ContentType!.MediaType.Should().Be("text/javascript");
        script.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task A_page_of_words_after_a_failure_has_the_headers_too()
    {
        using var client = new PageClient(city.World);
        await client.SignInAsync("taro");

        using var answer = await client.GetAsync("/consents/grt_aaaaaaaaaaaaaaaaaaaaaaaaaa");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.NotContain("script-src");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task Cookies_are_host_only_secure_and_unreadable_to_scripts()
    {
        using var client = new PageClient(city.World);
        await client.SignInAsync("taro");

        client.Cookies.GetCookies(city.World.Web.Address).Should().NotBeEmpty()
            .And.OnlyContain(cookie => cookie.Name.StartsWith("__Host-pds-") && cookie.Secure && cookie.HttpOnly && cookie.Path == "/");
    }

    [Fact]
    public async Task No_page_is_kept_by_any_cache_and_the_style_sheet_is_kept_for_long()
    {
        using var client = new PageClient(city.World);

        using var page = await client.GetAsync("/");
        using var style = await client.GetAsync(StyleSheet.Address);

        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        style.Headers.CacheControl!.MaxAge.Should().BeGreaterThan(TimeSpan.FromDays(300));
    }

    [Fact]
    public async Task First_page_and_style_sheet_are_under_twenty_kilobytes_on_the_wire()
    {
        using var client = new PageClient(city.World);

        var (page, html) = await WireAsync(client, "/");
        var (style, css) = await WireAsync(client, StyleSheet.Address);

        html.Should().Contain("はじめる");
        css.Should().Contain("--main");
        (page + style).Should().BeLessThan(MostBytes);
    }

    [Fact]
    public async Task A_page_with_a_session_is_not_compressed_so_that_its_length_tells_no_secret()
    {
        using var client = new PageClient(city.World);
        await client.SignInAsync("taro");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/home");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().BeEmpty();
    }

    [Fact]
    public async Task Head_is_answered_without_a_body()
    {
        using var client = new PageClient(city.World);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest, false)]
    [InlineData(WebCity.OtherName, HttpStatusCode.OK, true)]
    [InlineData("localhost", HttpStatusCode.OK, false)]
    public async Task Another_host_is_refused_and_our_own_is_kept_to_https_except_on_a_developers_machine(string host, HttpStatusCode status, bool strict)
    {
        // The certificate may be for another name: of interest here is only what is answered to this one.
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        using var request = new HttpRequestMessage(HttpMethod.Get, city.World.Web.Address) { Headers = { Host = host } };

        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(status);
        answer.Headers.Contains("Strict-Transport-Security").Should().Be(strict);
    }

    [Theory]
    [InlineData("/sign-in?ReturnUrl=https://evil.example/")]
    [InlineData("/sign-in/callback?state=x&code=y&ReturnUrl=//evil.example")]
    [InlineData("/home?returnUrl=//evil.example")]
    [InlineData("//evil.example/home")]
    public async Task No_address_leads_away(string path)
    {
        using var client = new PageClient(city.World);

        using var answer = await client.GetAsync(path.StartsWith("//", StringComparison.Ordinal) ? client.Origin + path : path);

        (answer.Headers.Location?.OriginalString ?? "/").Should().StartWith("/").And.NotStartWith("//").And.NotContain("evil");
        (await client.SignInAsync("taro")).Should().Be("/home", "what is remembered of an address is a place of ours or nothing");
    }

    private static async Task<(int Bytes, string Text)> WireAsync(PageClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await client.SendAsync(request);
        answer.Content.Headers.ContentEncoding.Should().Equal("br");
        var body = await answer.Content.ReadAsByteArrayAsync();
        using var plain = new StreamReader(new BrotliStream(new MemoryStream(body), CompressionMode.Decompress));
        return (body.Length, await plain.ReadToEndAsync());
    }
}
