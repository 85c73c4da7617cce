using System.Text;
using System.Text.Json;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;

namespace Pds.Auditor.Tests.Reports;

/// <summary>The assessment: what people wrote, what the export says, and the file the CNIL's tool imports.</summary>
[Collection(ReportedCity.Name)]
public sealed class PiaFiles(ReportedCity city)
{
    private static string Example => Path.Combine(AppContext.BaseDirectory, "pia.example.yaml");

    [Fact]
    [Trait("Feature", "Q7")]
    public void Peoples_chapters_and_the_exports_numbers_stand_in_one_assessment()
    {
        var page = File.ReadAllText(Path.Combine(city.Make(pia: Example), "pia.html"));

        page.Should().Contain("市が持つ住所を本人の同意で渡せば").And.Contain("条件なしで承認します。").And.Contain("提供元の署名")
            .And.Contain("引っこしのときの水道の手続き").And.Contain("取り消しから効果まで").And.Contain("台帳には年代の記録がありません")
            .And.NotContain("未記入");
        foreach (var chapter in new[] { "1. 評価の範囲", "2. プライバシーの要求事項", "3. リスクの評価", "4. リスクへの対応計画", "5. 結論と決定", "6. 公開用の要約" })
        {
            page.Should().Contain($">{chapter}</h2>");
        }
    }

    [Fact]
    public void What_nobody_wrote_is_said_to_be_missing_and_not_made_up()
    {
        File.ReadAllText(Path.Combine(city.Report, "pia.html")).Should().Contain("未記入の章が").And.Contain("未記入</div>");
    }

    [Fact]
    [Trait("Feature", "Q7")]
    public void The_json_has_the_shape_that_the_tool_of_the_CNIL_imports()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(city.Make(pia: Example), "pia.json")));
        var root = json.RootElement;

        root.EnumerateObject().Select(member => member.Name).Should().Equal("pia", "answers", "measures", "evaluations", "comments");
        var head = root.GetProperty("pia");
        head.GetProperty("name").GetString().Should().Be("水道の引っこし手続き（見本）");
        foreach (var number in new[] { "id", "status", "is_example", "is_archive", "progress" })
        {
            head.GetProperty(number).ValueKind.Should().Be(JsonValueKind.Number, number);
        }

        DateTimeOffset.TryParse(head.GetProperty("created_at").GetString(), out _).Should().BeTrue();
        var answers = root.GetProperty("answers").EnumerateArray().ToList();
        answers.Select(answer => answer.GetProperty("reference_to").GetInt32()).Should().OnlyHaveUniqueItems().And.BeSubsetOf(Questions).And.Contain([111, 121, 213, 222, 321, 325, 346]);
        answers.Select(answer => answer.GetProperty("id").GetInt32()).Should().Equal(Enumerable.Range(1, answers.Count));
        foreach (var data in answers.Select(answer => answer.GetProperty("data")))
        {
            data.EnumerateObject().Select(member => member.Name).Should().Equal("text", "gauge", "list");
            data.GetProperty("list").ValueKind.Should().Be(JsonValueKind.Array);
        }

        answers.Single(answer => answer.GetProperty("reference_to").GetInt32() == 325).GetProperty("data").GetProperty("gauge").GetInt32().Should().Be(3);
        root.GetProperty("measures").EnumerateArray().Should().HaveCount(4)
            .And.OnlyContain(measure => measure.GetProperty("pia_id").GetInt32() == 1 && measure.GetProperty("title").GetString() != "");
        root.GetProperty("evaluations").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void A_public_assessment_hides_small_counts_in_both_files()
    {
        var folder = city.Make(Cut.Public, pia: Example);

        File.ReadAllText(Path.Combine(folder, "pia.json")).Should().Contain("求めた 秘匿、認めた 秘匿、読んだ 秘匿").And.MatchRegex("取り消された同意 (秘匿|5未満)");
        File.ReadAllText(Path.Combine(folder, "pia.html")).Should().Contain("5未満").And.Contain("秘匿");
    }

    [Theory]
    [InlineData("nam: x", "unknown-key", 1, "nam")]
    [InlineData("name: [x]", "text", 1, "name")]
    [InlineData("name: x\nname: y", "twice", 2, "name")]
    [InlineData("name: &a x\nauthor: *a", "anchor", 1, "")]
    [InlineData("name: *a", "anchor", 1, "")]
    [InlineData("name: !!str x", "tag", 1, "")]
    [InlineData("name: x\n---\nname: y", "second-document", 2, "")]
    [InlineData("- x", "no-map", 1, "")]
    [InlineData("", "no-map", 1, "")]
    [InlineData("name: 'x", "not-yaml", 1, "")]
    [InlineData("name: x\nb: 'y", "not-yaml", 2, "")]
    [InlineData("chapters: x", "map", 1, "chapters")]
    [InlineData("chapters:\n  necesity: x", "unknown-key", 2, "necesity")]
    [InlineData("risks:\n  - kind: fire\n    severity: 1\n    likelihood: 1", "word", 2, "fire")]
    [InlineData("risks:\n  - kind: loss\n    severity: 5\n    likelihood: 1", "level", 3, "5")]
    [InlineData("risks:\n  - kind: loss\n    severity: 1", "missing", 2, "likelihood")]
    [InlineData("risks:\n  - kind: loss\n    severity: 1\n    likelihood: 1\n  - kind: loss\n    severity: 1\n    likelihood: 1", "twice", 5, "loss")]
    [InlineData("measures: x", "list-of-maps", 1, "measures")]
    [InlineData("risks:\n  - kind: loss\n    impacts: x\n    severity: 1\n    likelihood: 1", "list", 3, "impacts")]
    [InlineData("approval:\n  decision: maybe", "word", 2, "maybe")]
    [InlineData("approval:\n  on: 2026-13-01", "date", 2, "2026-13-01")]
    public void A_wrong_file_is_refused_with_its_line(string yaml, string key, long line, string detail)
    {
        PiaFile.TryRead(Encoding.UTF8.GetBytes(yaml), out _, out var fault).Should().BeFalse();

        fault.Should().Be(new PiaFault(key, line, detail));
    }

    [Fact]
    public void Bombs_and_giants_are_refused_and_bytes_that_are_no_text()
    {
        Key(Encoding.UTF8.GetBytes("name: " + new string('x', 10_001))).Should().Be("text-too-long");
        Key(new byte[YamlTree.MaxBytes + 1]).Should().Be("too-large");
        Key([.. "name: "u8, 0xFF, 0xFE]).Should().Be("not-utf8");
        Key(Encoding.UTF8.GetBytes("name: " + string.Concat(Enumerable.Repeat("[", 5_000)))).Should().BeOneOf("too-large", "not-yaml");
        Key(Encoding.UTF8.GetBytes("measures:\n" + string.Concat(Enumerable.Repeat("  - title: x\n", 3_000)))).Should().Be("too-large");
        Key(Encoding.UTF8.GetBytes("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nname: *c")).Should().Be("anchor");
    }

    [Fact]
    public async Task The_program_tells_the_fault_in_words()
    {
        var file = city.Audited.NewFolder() + ".yaml";
        File.WriteAllText(file, "name: x\nautor: y\n");

        var told = await AuditProgram.RunAsync("report", city.Export, "--out", city.Audited.NewFolder(), "--pia", file);

        told.ExitCode.Should().Be(ExitCode.Usage);
        told.Errors.Should().Contain("2 行目").And.Contain("autor");
    }

    private static IEnumerable<int> Questions =>
        [111, 112, 113, 121, 122, 123, .. Enumerable.Range(211, 5), .. Enumerable.Range(221, 7), .. Enumerable.Range(321, 6), .. Enumerable.Range(331, 6), .. Enumerable.Range(341, 6)];

    private static string Key(byte[] yaml) => PiaFile.TryRead(yaml, out _, out var fault) ? "" : fault.Key;
}
