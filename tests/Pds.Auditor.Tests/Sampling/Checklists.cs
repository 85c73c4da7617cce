using System.Text.Json;
using Pds.Auditor.Exports;
using Pds.Auditor.Sampling;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Sampling;

/// <summary><c>pds-audit sample</c> as a process, over the export of a real city; and what hostile words do on paper.</summary>
public sealed class Checklists(AuditedCity city)
{
    [Fact]
    [Trait("Feature", "Q4")]
    public async Task The_same_seed_draws_the_same_and_each_line_is_true()
    {
        var first = await AuditProgram.RunAsync("sample", city.Everything, "--n", "2", "--seed", "1", "--json");
        var second = await AuditProgram.RunAsync("sample", city.Copy(city.Everything), "--n", "2", "--seed", "1", "--json");
        var leaves = new VerifiedLeaves(new ExportFolder(city.Everything), city.Job.LeavesTotal).Read().ToDictionary(leaf => leaf.Index);

        first.ExitCode.Should().Be(ExitCode.Sound);
        first.Output.Should().Be(second.Output);
        using var sample = JsonDocument.Parse(first.Output);
        sample.RootElement.GetProperty("disclosures").GetInt32().Should().Be(leaves.Values.Count(leaf => leaf.Entry is Disclosed));
        foreach (var one in sample.RootElement.GetProperty("drawn").EnumerateArray())
        {
            var disclosed = leaves[one.GetProperty("leaf").GetInt64()].Entry.Should().BeOfType<Disclosed>().Subject;
            var granted = leaves[one.GetProperty("consent_leaf").GetInt64()].Entry.Should().BeOfType<ConsentGranted>().Subject;
            var intent = leaves[one.GetProperty("intent_leaf").GetInt64()];
            granted.Grant.Should().Be(disclosed.Grant);
            intent.Commitment.Should().Equal(disclosed.Intent);
            one.GetProperty("fields_read").EnumerateArray().Select(field => field.GetString()).Should().Equal(disclosed.Fields);
            one.GetProperty("fields_consented").EnumerateArray().Select(field => field.GetString()).Should().Equal(granted.Fields);
        }
    }

    [Fact]
    public async Task The_checklist_is_there_to_print_in_three_forms_and_holds_no_value_of_a_record()
    {
        var folder = city.NewFolder();

        var run = await AuditProgram.RunAsync("sample", city.Everything, "--seed", "1", "--out", folder);

        run.ExitCode.Should().Be(ExitCode.Sound);
        foreach (var name in new[] { "checklist.html", "checklist.md", "checklist.csv" })
        {
            File.ReadAllText(Path.Combine(folder, name)).Should().Contain("むつ総合病院").And.Contain("氏名").And.Contain("受付のときの本人確認")
                .And.NotContain("見本 花子").And.NotContain("見本町");
        }

        File.ReadAllText(Path.Combine(folder, "checklist.html")).Should().NotContain("<script").And.Contain("default-src 'none'").And.Contain("☐");
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public async Task Of_a_tampered_export_nothing_is_drawn()
    {
        var folder = city.Copy(city.Everything);
        File.AppendAllText(Path.Combine(folder, "catalogue/000000.jsonl"), "x");
        var output = city.NewFolder();

        var run = await AuditProgram.RunAsync("sample", folder, "--seed", "1", "--out", output, "--json");

        run.ExitCode.Should().Be(ExitCode.Tampered);
        run.Output.Should().BeEmpty();
        Directory.Exists(output).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_not_understood_is_usage()
    {
        (await AuditProgram.RunAsync("sample", city.Everything)).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.Everything, "--seed", "")).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.Everything, "--seed", new string('7', 65))).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.Everything, "--seed", "1", "--n", "0")).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.Everything, "--seed", "1", "--n", "many")).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.Everything, "--seed", "1", "--out", city.Everything)).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("sample", city.NewFolder(), "--seed", "1")).ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public void Hostile_names_do_nothing_in_a_browser_a_spreadsheet_or_a_viewer()
    {
        var sample = Hostile("=HYPERLINK(\"x\")<script>alert(1)</script>|[a](javascript:b)");
        var list = new Checklist(AuditTexts.Of("ja", "Sample"), "ja", sample);

        list.Html().Should().NotContain("<script>alert").And.Contain("&lt;script&gt;");
        list.Csv().Should().Contain("\"'=HYPERLINK(\"\"x\"\")").And.NotContain("\"=HYPERLINK");
        list.Markdown().Should().NotMatchRegex(@"[^\\]\]\(javascript").And.Contain("\\<script\\>");
    }

    private Sample Hostile(string name)
    {
        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(city.Everything, ExportManifest.FileName)), out var manifest).Should().BeTrue();
        var disclosed = new Disclosed(DateTimeOffset.UnixEpoch, GrantId.New(), OrganizationId.New(), new byte[32], new byte[32], 1, ["name"]);
        return new Sample(manifest!, ExitCode.Sound, new byte[32], "1", 1, [(name, 1, 1)], [new DrawnDisclosure(1, 7, disclosed, null, null, null) { Recipient = name }]);
    }
}
