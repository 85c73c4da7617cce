using System.Text;
using Pds.Auditor.Reports;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Reports;

/// <summary>What <c>pds-audit report</c> writes from a real export.</summary>
[Collection(ReportedCity.Name)]
public sealed class ReportFiles(ReportedCity city)
{
    [Fact]
    [Trait("Scenario", "SC15")]
    public async Task The_program_verifies_first_and_writes_no_report_of_a_changed_export()
    {
        var changed = city.Audited.Copy(city.Export);
        File.AppendAllText(Path.Combine(changed, "leaves/000000.jsonl"), "x");
        var (good, bad) = (city.Audited.NewFolder(), city.Audited.NewFolder());

        var written = await AuditProgram.RunAsync("report", city.Export, "--out", good);
        var refused = await AuditProgram.RunAsync("report", changed, "--out", bad);

        written.ExitCode.Should().Be(ExitCode.Sound, written.Errors);
        File.Exists(Path.Combine(good, "index.html")).Should().BeTrue();
        refused.ExitCode.Should().Be(ExitCode.Tampered);
        Directory.Exists(bad).Should().BeFalse();
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_into()
    {
        var folder = city.Audited.NewFolder();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");

        (await AuditProgram.RunAsync("report", city.Export, "--out", folder)).ExitCode.Should().Be(ExitCode.Usage);

        Directory.GetFiles(folder).Should().ContainSingle();
    }

    [Fact]
    public async Task Findings_are_told_in_the_report()
    {
        var asks = Path.Combine(city.Audited.NewFolder() + ".policy");
        using var key = Cryptography.Ed25519Key.Create();
        var witness = new CosignatureSigner("witness.chamber.example/mutsu", key);
        File.WriteAllText(asks, $"log {city.Audited.City.Server.Roles.Recorder.Verifier}\nwitness chamber {witness.Verifier}\nquorum chamber\n");
        var folder = city.Audited.NewFolder();

        var written = await AuditProgram.RunAsync("report", city.Export, "--out", folder, "--policy", asks);

        written.ExitCode.Should().Be(ExitCode.Findings, written.Errors);
        File.ReadAllText(Path.Combine(folder, "index.html")).Should().Contain("verdict findings").And.Contain("立会人の連署が、方針の求める数に足りません。");
    }

    [Fact]
    public void The_events_are_the_bodies_in_order_of_the_log()
    {
        var bodies = Leaves().Select(leaf => leaf.Body).OfType<byte[]>().Select(Encoding.UTF8.GetString);

        File.ReadAllText(Path.Combine(city.Report, "events.jsonl")).Should().Be(string.Concat(bodies.Select(body => body + "\n")));
    }

    [Fact]
    public void Every_consent_is_one_row_that_says_what_the_log_says()
    {
        var granted = Leaves().Where(leaf => leaf.Body is not null)
            .Select(leaf => LedgerEntry.TryParse(leaf.Body, out var entry) ? entry : null).OfType<ConsentGranted>().ToList();

        var rows = Rows("consents.csv");

        rows.Select(row => row["同意の番号"]).Should().OnlyHaveUniqueItems().And.Contain(granted.Select(entry => entry.Grant.ToString()));
        foreach (var entry in granted)
        {
            var row = rows.Single(one => one["同意の番号"] == entry.Grant.ToString());
            row["認めた項目"].Should().Be(string.Join("、", entry.Fields));
            row["利用目的の番号"].Should().Be(entry.Purpose);
            Csv.Plain(row["同意文書のダイジェスト"]).Should().Be(Cryptography.Base64Url.Encode(entry.ConsentDigest));
        }

        rows.Where(row => row["状態"] == "取り消された").Should().HaveCountGreaterThanOrEqualTo(3)
            .And.OnlyContain(row => (row["取り消しから断るまで"].Length > 0) == (row["断った回数"] != "0"));
        rows.Count(row => row["状態"] == "取り消された" && row["断った回数"] != "0").Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void Uses_refusals_staff_acts_and_policy_changes_have_their_tables()
    {
        Rows("usage.csv").Should().Contain(row => row["理由の符号"] == "CALL_FREQUENCY_EXCEEDED" && row["規則番号"] == "10" && row["相手の番号"].StartsWith("org_"))
            .And.Contain(row => row["できごと"] == "提供" && row["件数"] == "1");
        Rows("policy-changes.csv").Should().Contain(row => row["できごと"] == "審査会の判断" && row["判断"] == "承認");
        Rows("staff-actions.csv").Should().Contain(row => row["できごと"] == "書き出しの依頼" && row["理由・内容"] == "令和8年度 定期監査");
    }

    [Fact]
    public void Every_column_of_every_table_is_in_the_dictionary()
    {
        var known = Rows("dictionary.csv").Select(row => (row["ファイル"], row["列"])).ToHashSet();

        foreach (var file in Directory.GetFiles(city.Report, "*.csv").Select(Path.GetFileName).Where(name => name != "dictionary.csv"))
        {
            Headers(file!).Should().OnlyContain(header => known.Contains(ValueTuple.Create(file!, header)), file);
        }
    }

    [Fact]
    public void Tables_begin_with_a_mark_and_end_their_lines_as_spreadsheets_expect()
    {
        foreach (var file in Directory.GetFiles(city.Report, "*.csv"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes.Take(3).Should().Equal(0xEF, 0xBB, 0xBF);
            Encoding.UTF8.GetString(bytes).Replace("\r\n", "").Should().NotContain("\n").And.NotContain("\r");
        }
    }

    [Fact]
    public void A_public_report_has_no_file_with_lines_about_persons()
    {
        var folder = city.Make(Cut.Public);

        var all = string.Concat(Directory.GetFiles(folder).Select(File.ReadAllText));

        Directory.GetFiles(folder).Select(Path.GetFileName).Should().NotContain(["consents.csv", "usage.csv", "staff-actions.csv", "events.jsonl", "consents.jsonld", "kantara.json"]);
        all.Should().NotContain("psn_").And.NotContain("grt_").And.NotContain("res_");
    }

    [Fact]
    public void What_a_public_report_hides_in_one_place_it_shows_in_no_other()
    {
        var page = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(Path.Combine(city.Make(Cut.Public), "index.html")), "<[^>]+>", " ");
        string After(string label) => page[(page.LastIndexOf(label, StringComparison.Ordinal) + label.Length)..].TrimStart()[..2];

        // Some states have fewer than five: they are hidden, and so is every number that would tell them as a sum or a part.
        foreach (var label in new[] { "与えられた同意", "本人の端末での署名", "取り消された同意", "時間を測れたもの" })
        {
            After(label).Should().BeOneOf("秘匿", "5未");
        }

        page.Should().NotContain("調べた件数");
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public void What_was_changed_after_it_was_verified_is_not_told()
    {
        var export = city.Audited.Copy(city.Export);
        var verdict = AuditedCity.Verify(export);
        var (part, order) = (Path.Combine(export, "leaves/000000.jsonl"), ReportedCity.OrderOf(export));
        File.WriteAllText(part, File.ReadAllText(part).Replace("\"seq\":1}", "\"seq\":2}", StringComparison.Ordinal));

        var writing = () => new ReportWriter(order, PiaAnswers.None, verdict, AuditTexts.Of("ja", "Report"), AuditTexts.Of("ja"))
            .Write(new DirectoryInfo(city.Audited.NewFolder()), CancellationToken.None);

        writing.Should().Throw<InvalidDataException>().WithMessage("leaves/000000.jsonl:*");
    }

    [Fact]
    public void Names_of_strangers_are_shown_and_not_obeyed()
    {
        var page = File.ReadAllText(Path.Combine(city.Make(Cut.Technical), "index.html"));
        var policy = File.ReadAllText(Path.Combine(city.Report, "policy-changes.csv"));

        page.Should().NotContain("<script").And.NotContain("\u202E");
        policy.Should().Contain("\"'=HYPERLINK(\"\"x\"\")<script>").And.Contain("⟨U+202E⟩").And.NotContain("\u202E");
    }

    private IEnumerable<ExportedLeaf> Leaves() => Directory.GetFiles(Path.Combine(city.Export, "leaves")).Order().SelectMany(File.ReadLines)
        .Select(line => ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf) ? leaf : throw new InvalidDataException(line));

    private IReadOnlyList<string> Headers(string file) => Csv.Read(Path.Combine(city.Report, file))[0];

    private List<Dictionary<string, string>> Rows(string file)
    {
        var all = Csv.Read(Path.Combine(city.Report, file));
        return [.. all.Skip(1).Select(row => all[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
