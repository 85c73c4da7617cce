using System.Text.Json;
using Pds.Auditor.Tests.World;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.Differences;

/// <summary><c>pds-audit diff</c> as a process: two exports of a real city with a little life between, and what it says of pairs that do not fit.</summary>
[Trait("Feature", "Q4")]
public sealed class TwoExports(AuditedCity audited) : IAsyncLifetime
{
    private readonly AgeIdentity identity = AgeIdentity.Create();
    private City city = null!;
    private string older = "";
    private string newer = "";
    private string given = "";
    private string erased = "";

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync();
        var auditor = await city.NewOrganizationAsync("監査法人 見本", OrganizationRole.Auditor);
        var story = await Story.PlayAsync(city);
        var leaving = await city.NewResidentAsync();
        erased = (await story.Hospital.AskConsentAsync(await leaving.ReferenceForAsync(story.Hospital), Story.Purpose)).GrantId;
        older = (await new ExportDesk(auditor, identity).ExportAsync(audited.NewFolder())).Folder;

        var jiro = await city.NewResidentWithRecordAsync("見本 次郎");
        var item = await story.Hospital.AskConsentAsync(await jiro.ReferenceForAsync(story.Hospital), Story.Purpose);
        await jiro.GrantAsync(item);
        given = item.GrantId;
        (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Reason.Should().Be("OK");
        await leaving.EraseAsync();
        newer = (await new ExportDesk(auditor, identity).ExportAsync(audited.NewFolder())).Folder;
        Ended = story.Consent.GrantId;
    }

    public async ValueTask DisposeAsync()
    {
        identity.Dispose();
        await city.DisposeAsync();
    }

    private string Ended { get; set; } = "";

    [Fact]
    public async Task What_came_since_is_counted_and_named_and_nothing_else()
    {
        var run = await AuditProgram.RunAsync("diff", older, newer, "--json");

        run.ExitCode.Should().Be(ExitCode.Sound, run.Errors);
        using var told = JsonDocument.Parse(run.Output);
        var root = told.RootElement;
        Grants(root, "began").Should().Equal(given);
        Grants(root, "ended").Should().Equal(Ended);
        root.GetProperty("ended")[0].GetProperty("purpose").GetString().Should().Be(Story.Purpose, "it began before, and the new export opens that too");
        var kinds = root.GetProperty("new_leaves").EnumerateArray().ToDictionary(one => one.GetProperty("kind").GetString()!, one => one.GetProperty("count").GetInt64());
        kinds.Should().Contain("consent_granted", 1).And.Contain("consent_withdrawn", 1).And.Contain("resident_created", 1).And.Contain("history_erased", 1)
            .And.NotContainKey("disclosed");
        var (before, after) = (Size(root, "old"), Size(root, "new"));
        (kinds.Values.Sum() + root.GetProperty("new_placed").GetInt64() + root.GetProperty("new_closed").GetInt64()).Should().Be(after - before);
        root.GetProperty("erased").GetInt64().Should().BeGreaterThan(0, "her chain was open in the old one");
        run.Output.Should().NotContain(erased);
    }

    [Fact]
    public async Task It_is_told_in_both_languages()
    {
        (await AuditProgram.RunAsync("diff", older, newer)).Output.Should().Contain("新しく始まった同意は 1 件です。").And.Contain("終わった同意は 1 件です。").And.Contain("消去");
        (await AuditProgram.RunAsync("diff", older, newer, "--lang", "en")).Output.Should().Contain("Consents given since: 1.").And.Contain("is the beginning of the new one");
        var same = await AuditProgram.RunAsync("diff", newer, newer, "--lang", "en");
        (same.ExitCode, same.Output.Contains("New entries: 0.", StringComparison.Ordinal)).Should().Be((ExitCode.Sound, true));
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public async Task Another_log_under_the_same_name_is_tampered_and_the_first_leaf_that_differs_is_named()
    {
        var run = await AuditProgram.RunAsync("diff", audited.Everything, newer, "--lang", "en");

        (run.ExitCode, run.Output).Should().Be((ExitCode.Tampered, ""));
        run.Errors.Should().Contain("The two logs part at leaf 0.");
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public async Task Nothing_is_compared_with_an_export_that_does_not_hold()
    {
        var bent = audited.Copy(newer);
        File.AppendAllText(Path.Combine(bent, "catalogue/000000.jsonl"), "x");

        foreach (var (one, other) in new[] { (older, bent), (bent, newer) })
        {
            var run = await AuditProgram.RunAsync("diff", one, other);
            (run.ExitCode, run.Output).Should().Be((ExitCode.Tampered, ""));
        }
    }

    [Fact]
    public async Task What_is_not_understood_is_usage()
    {
        (await AuditProgram.RunAsync("diff", newer, older, "--lang", "en")).Should().Match<AuditProgram>(run => run.ExitCode == ExitCode.Usage && run.Errors.Contains("the other way round"));
        (await AuditProgram.RunAsync("diff", older)).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("diff", older, audited.NewFolder())).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("diff", older, newer, "--lang", "fr")).ExitCode.Should().Be(ExitCode.Usage);
    }

    private static IEnumerable<string?> Grants(JsonElement root, string list) =>
        root.GetProperty(list).EnumerateArray().Select(one => one.GetProperty("grant_id").GetString());

    private static long Size(JsonElement root, string export) => root.GetProperty(export).GetProperty("size").GetInt64();
}
