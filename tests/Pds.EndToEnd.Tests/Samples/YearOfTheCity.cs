using System.Text;
using System.Text.Json;
using Pds.Ledger;
using Quickstart;

namespace Pds.EndToEnd.Tests.Samples;

/// <summary>
/// Scenario SC15 in part: a small year of the city, its export and the verdict of the auditor's own tool, all by the one command of the sample; then the
/// server goes on from what the year left behind.
/// </summary>
public sealed class YearOfTheCity : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pds-year-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Scenario", "SC15")]
    [Trait("Feature", "Q4")]
    public async Task A_year_ends_with_a_sound_export_in_which_the_one_who_asked_too_much_is_seen()
    {
        var run = await AuditPackRun.RunAsync("--residents", "30", "--uses", "600", "--seed", "7", "--out", folder);

        run.ExitCode.Should().Be(0, run.Errors);
        Json("audit/verdict.json").GetProperty("verdict").GetString().Should().Be("sound");
        Json("counts.json").GetProperty("uses").GetInt32().Should().Be(600);
        var entries = Entries().ToList();
        var refused = entries.OfType<DisclosureRefused>().ToLookup(entry => NameOf(entries, entry.Recipient), entry => entry.Reason);
        refused["見本ポイント"].Distinct().Should().Contain(
            ["FIELDS_NOT_GRANTED", "CALL_FREQUENCY_EXCEEDED", "CONSENT_WITHDRAWN", "CONSENT_INAPPLICABLE"]);
        refused.MaxBy(group => group.Count())!.Key.Should().Be("見本ポイント");
        entries.Select(entry => entry.Kind).Distinct().Should().Contain(
            ["consent_declined", "consent_paused", "consent_resumed", "consent_withdrawn", "consent_expired", "consent_inapplicable", "purpose_invalidated", "organization_suspended"]);
        (entries[^1].At - entries[0].At).Should().BeGreaterThan(TimeSpan.FromDays(360));
        entries.OfType<HeadsPublished>().Select(entry => entry.Epoch).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(360);
        File.Exists(Path.Combine(folder, "audit/sample/checklist.html")).Should().BeTrue();
        await GoOnAsync();
    }

    [Fact]
    public async Task What_is_not_understood_is_said_in_a_sentence()
    {
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "");

        (await AuditPackRun.RunAsync("--help")).ExitCode.Should().Be(0);
        foreach (var wrong in new string[][] { ["--what"], ["--residents", "4"], ["--residents", "many"], ["--uses"], ["--seed", "-1"], ["--out", folder], ["--out", Path.Combine(folder, "mine.txt")] })
        {
            var run = await AuditPackRun.RunAsync(wrong);

            run.ExitCode.Should().Be(64, string.Join(' ', wrong));
            run.Errors.Trim().Split('\n').Should().ContainSingle().Which.Should().EndWith("。");
            run.Output.Should().BeEmpty();
        }

        Directory.GetFileSystemEntries(folder).Should().ContainSingle();
    }

    // The data folder says by itself how it goes on: no option is needed, and the clock of the machine is where the year ended.
    private async Task GoOnAsync()
    {
        var size = Checkpoint();
        await using var server = await ServerProcess.StartAsync(ServerProgram.Path, Path.Combine(folder, "data"));
        using var open = new PublicLog(server.Address, server.CityCaFile);

        long.Parse((await open.GetTextAsync("/log/checkpoint")).Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeGreaterThanOrEqualTo(size);
        server.LastLines().Should().NotContain(line => line.Contains("leap", StringComparison.OrdinalIgnoreCase));
    }

    private long Checkpoint() =>
        long.Parse(File.ReadAllLines(Path.Combine(folder, "data/log/checkpoint"))[1], System.Globalization.CultureInfo.InvariantCulture);

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name))).RootElement;

    private IEnumerable<LedgerEntry> Entries()
    {
        foreach (var line in Directory.GetFiles(Path.Combine(folder, "audit/year/leaves")).Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            if (ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf) && leaf.Body is { } body && LedgerEntry.TryParse(body, out var entry))
            {
                yield return entry;
            }
        }
    }

    private static string NameOf(IEnumerable<LedgerEntry> entries, OrganizationId id) =>
        entries.OfType<OrganizationRegistered>().First(entry => entry.Organization == id).NameJa;
}
