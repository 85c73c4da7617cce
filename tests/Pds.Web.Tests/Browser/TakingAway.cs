using System.IO.Compression;
using System.Text.Json;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Web.Tests.Browser;

/// <summary>「全部持って帰る」 in the browser: fresh sign-in, one file, opened and read without a network.</summary>
[Collection(BrowserCity.Name)]
[Trait("Feature", "V7")]
public sealed class TakingAway(BrowserCity city)
{
    [Fact]
    [Trait("Feature", "T10")]
    public async Task The_file_comes_once_and_is_read_in_the_browser_without_a_network()
    {
        var grant = await city.World.GrantAsync();
        await city.World.Hospital.FetchNewReceiptsAsync().CountAsync();
        await city.World.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/records");
        await page.PressAsync("全部持って帰る");
        await page.PressAsync("本人確認をして、持って帰る");
        await page.PressCardAsync("hanako");
        (await page.WordsAsync()).Should().Contain("用意ができました");
        await page.TakeAsync("take-away-ready");

        var download = await page.RunAndWaitForDownloadAsync(() => page.PressAsync("ファイルを受け取る"));
        var folder = Directory.CreateTempSubdirectory("pds-taken-");
        try
        {
            var zip = Path.Combine(folder.FullName, "taken.zip");
            await download.SaveAsAsync(zip);
            download.SuggestedFilename.Should().MatchRegex(@"^pds-\d{4}-\d\d-\d\d\.zip$");
            await ZipFile.ExtractToDirectoryAsync(zip, folder.FullName);

            await page.ReloadAsync();
            await page.PressAsync("はじめからやり直す");
            (await page.WordsAsync()).Should().Contain("入っているもの", "it comes once");
            await ReadAsync(folder.FullName);
            Verify(folder.FullName, grant);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    [Trait("Invariant", "I-20")]
    public async Task Another_persons_sign_in_gives_nothing()
    {
        var page = await city.Chromium.OpenAsync(city.World.Web.Address);
        await page.SignInAsync("hanako");
        await page.GotoAsync("/take-away");
        await page.PressAsync("本人確認をして、持って帰る");
        await page.PressCardAsync("taro");
        await page.PressAsync("ファイルを受け取る");

        (await page.WordsAsync()).Should().Contain("本人確認が、できませんでした");
    }

    private async Task ReadAsync(string folder)
    {
        var reader = await city.Chromium.OpenAsync(new Uri("about:blank"), width: 360);
        await reader.Context.SetOfflineAsync(true);
        var asked = new List<string>();
        reader.Request += (_, request) => asked.Add(request.Url);
        await reader.GotoAsync(new Uri(Path.Combine(folder, "index.html")).AbsoluteUri);
        await reader.TakeAsync("take-away-index");

        (await reader.WordsAsync()).Should().Contain("わたしの情報 全部").And.Contain("見本 花子").And.Contain("むつ総合病院").And.Contain("渡しました");
        asked.Should().OnlyContain(url => url.StartsWith("file:", StringComparison.Ordinal));
        (await reader.Locator("body").EvaluateAsync<int>("e => e.scrollWidth")).Should().BeLessThanOrEqualTo(360, "nothing runs out of a phone's page");
    }

    // With what lies in the folder, and nothing else.
    private static void Verify(string folder, string grant)
    {
        string Read(string name) => File.ReadAllText(Path.Combine(folder, name));
        IReadOnlyList<JsonElement> Graph(string name) => [.. JsonDocument.Parse(Read(name)).RootElement.GetProperty("@graph").EnumerateArray()];
        NoteVerifier.TryParse(Read("keys/log.vkey").TrimEnd('\n'), out var log).Should().BeTrue();
        var verifier = new OfflineVerifier(log!, File.ReadAllBytes(Path.Combine(folder, "keys/city-root.der")));

        foreach (var record in Graph("data/vault.jsonld"))
        {
            var parts = Read(record.GetProperty("file").GetString()!).Split('~', StringSplitOptions.RemoveEmptyEntries);
            verifier.TryVerifySource(parts[0], parts[1..], out var signed).Should().BeTrue("the source signed it");
            signed!.Fields.Keys.Should().BeEquivalentTo(record.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("propertyID").GetString()));
        }

        verifier.TryVerifyEntry(Read($"receipts/{grant}.tlog-proof"), out var given).Should().BeTrue();
        given!.Entry.Should().BeOfType<ConsentGranted>();
        Graph("data/uses.jsonld").Should().Contain(use => use.GetProperty("consent").GetString() == $"urn:pds:consent:{grant}");
        verifier.TryVerifyEntry(Read(Graph("data/uses.jsonld")[^1].GetProperty("proof").GetString()!), out _).Should().BeTrue();
    }
}
