using Pds.Auditor.Reports.Law;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Reports;

/// <summary>Records under the Act on the Protection of Personal Information, and who asked for too much.</summary>
[Collection(ReportedCity.Name)]
public sealed class LawfulRecords(ReportedCity city)
{
    private static readonly DateTimeOffset At = new(2026, 3, 31, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Feature", "Q8")]
    public void Every_delivery_has_a_record_of_provision_and_one_of_receipt()
    {
        var (provided, received, used) = (Rows("provision-records.csv"), Rows("receipt-records.csv"), Rows("usage.csv").Where(row => row["できごと"] == "提供"));

        provided.Select(row => row["記録番号"]).Should().Equal(used.Select(row => row["記録番号"]));
        received.Select(row => row["記録番号"]).Should().Equal(provided.Select(row => row["記録番号"]));
        provided.Should().OnlyContain(row => row["本人（仮名）"].StartsWith("psn_") && row["提供した項目"] != "" && row["本人の同意"].EndsWith("本人が同意")
            && row["相手の住所と代表者"] == "記録なし" && row["記録義務の有無"] == "記録なし");
        provided.Where(row => row["提供した相手"] == "しもきた水道").Should().NotBeEmpty().And.OnlyContain(row => row["保存する期間"] == "1年（最後の提供から）"
            && row["根拠"].StartsWith("規則第21条第1号"));
        provided.Where(row => row["提供した相手"] == "むつ総合病院").Should().NotBeEmpty().And.OnlyContain(row => row["保存する期間"] == "3年（最後の提供から）");
        received.Should().OnlyContain(row => row["提供元"] == "むつ市 市民課" && row["根拠"].StartsWith("規則第25条"));
    }

    [Theory]
    [InlineData("dpv:ServiceProvision", true, 1, "whole", "OneYearFromLast")]
    [InlineData("dpv:ServiceProvision", false, 1, "whole", "ThreeYears")]
    [InlineData("dpv:CustomerManagement", true, 1, "whole", "ThreeYears")]
    [InlineData("dpv:CustomerManagement", true, 2, "whole", "ThreeYearsFromLast")]
    [InlineData("dpv:Marketing", true, 1, "month", "ThreeYearsFromLast")]
    [Trait("Feature", "Q8")]
    public void The_retention_class_follows_from_document_service_and_repetition(string dpv, bool document, int calls, string period, string expected)
    {
        var purpose = MunicipalCatalogue.Purposes[0].For(OrganizationId.New(), "見本", At) with { DpvCode = dpv };

        RetentionRule.ClassOf(Consent(calls, period), purpose, document).ToString().Should().Be(expected);
    }

    [Fact]
    [Trait("Feature", "Q8")]
    public void Years_are_counted_from_the_tokyo_day_of_the_last_provision_once_the_consent_has_ended()
    {
        var (living, ended) = (Consent(5, "day"), Consent(5, "day"));
        See(ended, new Disclosed(At, ended.Grant, ended.Recipient, Digest, Digest, 1, ["name"]));
        See(ended, new ConsentWithdrawn(At.AddDays(1), ended.Grant, ended.Recipient));

        RetentionRule.KeptUntil(RetentionClass.ThreeYearsFromLast, living, At).Should().BeNull("another provision may follow");
        RetentionRule.KeptUntil(RetentionClass.ThreeYearsFromLast, ended, At.AddYears(-1)).Should().Be(new DateOnly(2029, 4, 1));
        RetentionRule.KeptUntil(RetentionClass.OneYearFromLast, ended, At).Should().Be(new DateOnly(2027, 4, 1));
        RetentionRule.KeptUntil(RetentionClass.ThreeYears, living, At).Should().Be(new DateOnly(2029, 4, 1));
        RetentionRule.KeptUntil(RetentionClass.ThreeYears, living, new DateTimeOffset(2028, 2, 29, 0, 0, 0, TimeSpan.Zero)).Should().Be(new DateOnly(2031, 2, 28));
    }

    [Fact]
    [Trait("Feature", "Q9")]
    public void The_register_of_files_comes_from_the_catalogue_and_leaves_the_citys_words_to_the_city()
    {
        var rows = Rows("file-register.csv");

        rows.Select(row => row["データの番号"]).Should().BeEquivalentTo(MunicipalCatalogue.Datasets.Select(dataset => dataset.Id.ToString()));
        var health = rows.Single(row => row["データの番号"] == "fhir-condition@1");
        health["要配慮個人情報"].Should().StartWith("含む（");
        var basic = rows.Single(row => row["データの番号"] == "basic-four@1");
        basic["記録項目"].Should().Be("氏名、氏名の読みがな、郵便番号、住所、生年月日、性別");
        basic["要配慮個人情報"].Should().Be("なし");
        basic["収集方法"].Should().Be("むつ市 市民課");
        basic["経常的な提供先"].Should().Contain("しもきた水道").And.Contain("むつ総合病院");
        basic["行政機関等の名称"].Should().Be("要記入");
        var written = city.Make(pia: Path.Combine(AppContext.BaseDirectory, "pia.example.yaml"));
        Csv.Read(Path.Combine(written, "file-register.csv"))[1].Should().Contain("むつ市長");
    }

    [Fact]
    [Trait("Feature", "Q11")]
    public void Who_asked_outside_the_ceilings_is_told_by_organisation_and_month()
    {
        var rows = Rows("deviations.csv");

        rows.Should().Contain(row => row["受け取る相手"] == "しもきた水道" && row["理由の符号"] == "CALL_FREQUENCY_EXCEEDED" && row["区分"] == "上限の外" && row["回数"] == "5");
        rows.Should().Contain(row => row["受け取る相手"] == "しもきた水道" && row["理由の符号"] == "RETENTION_ABOVE_CEILING" && row["区分"] == "上限の外");
        rows.Should().Contain(row => row["理由の符号"] == "CONSENT_WITHDRAWN" && row["区分"] == "その他");
        File.ReadAllText(Path.Combine(city.Report, "index.html")).Should().Contain("月ごとの逸脱").And.Contain("手もとに置く期間が、決められた上限を超えています。");
    }

    [Fact]
    public void Names_of_ten_thousand_characters_and_turned_directions_are_shown_short_and_plain()
    {
        var story = new AuditStory();
        var hostile = "<img src=x onerror=alert(1)>\u202E\u2066" + new string('長', 10_000);
        var organization = OrganizationId.New();
        var entry = new OrganizationRegistered(At, organization, hostile, ["recipient"]);
        story.See(new StoryLeaf(0, entry, [], null, "operator", Digest));
        story.See(new StoryLeaf(1, new CallRefused(At, organization, hostile, hostile, 3), [], null, "operator", Digest));
        var texts = AuditTexts.Of("ja", "Report");
        var report = new Pds.Auditor.Reports.ReportModel(
            null!, null!, story, new Pds.Auditor.Reports.Cuts.Figures(Pds.Auditor.Reports.Cuts.Cut.Manager, texts), texts, AuditTexts.Of("ja"), "ja");
        var html = new Pds.Auditor.Reports.Pages.Html();

        new Pds.Auditor.Reports.Sections.MonthlyDeviations().Write(html, report);

        html.ToString().Should().Contain("&lt;img src=x").And.Contain("⟨U&#x2B;202E⟩⟨U&#x2B;2066⟩").And.Contain("（10030）")
            .And.NotContain("<img").And.NotContain("\u202E").And.NotContain("\u2066");
        html.ToString().Length.Should().BeLessThan(5_000);
    }

    [Fact]
    public void Both_languages_have_the_same_sentences_and_every_column_and_entry_has_its_own()
    {
        var (ja, en) = (AuditTexts.Of("ja", "Report").Keys.ToList(), AuditTexts.Of("en", "Report").Keys.ToList());
        var columns = typeof(Pds.Auditor.Reports.Tables.ReportTables).GetProperties()
            .SelectMany(property => (IReadOnlyList<Pds.Auditor.Reports.Tables.Column>)property.GetValue(null)!).ToList();
        var kinds = typeof(LedgerEntry).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LedgerEntry)) && !type.IsAbstract)
            .Select(type => (string)type.GetField("KindName", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetValue(null)!);
        var wanted = columns.SelectMany(column => new[] { "col." + column.Key, $"col.{column.Key}.is" })
            .Concat(columns.Where(column => column.Unit is not null).Select(column => "unit." + column.Unit))
            .Concat(kinds.Where(kind => kind is not ("cover" or "heads_published")).Select(kind => "event." + kind))
            .Concat(Enum.GetNames<GrantState>().Select(state => "state." + state))
            .Concat(Enum.GetNames<PurposeState>().Select(state => "purpose-state." + state))
            .Concat(Enum.GetNames<LawfulBasis>().Select(basis => "basis." + basis))
            .Concat(Enum.GetNames<RetentionClass>().SelectMany(kind => new[] { "retention." + kind, "retention.rule." + kind, "retention.receipt." + kind }));

        ja.Should().BeEquivalentTo(en).And.Contain(wanted);
    }

    private static byte[] Digest => Cryptography.Sha256.Hash([1]);

    private static ConsentStory Consent(int calls, string period)
    {
        var grant = GrantId.New();
        var consent = new ConsentStory(grant, null);
        See(consent, new ConsentGranted(At)
        {
            Grant = grant, ConsentDigest = Digest, Purpose = "any-purpose@1", Recipient = OrganizationId.New(), Fields = ["name"], Starts = At, Ends = At.AddYears(1),
            CallsPerPeriod = calls, Period = period, RetentionDays = 30, Mode = "store", EncJkt = "jkt", EvidenceType = "device_signature", EvidenceDigest = Digest,
        });
        return consent;
    }

    private static void See(ConsentStory consent, LedgerEntry entry) => consent.See(new StoryLeaf(0, entry, [], null, null, Digest));

    private List<Dictionary<string, string>> Rows(string file)
    {
        var all = Csv.Read(Path.Combine(city.Report, file));
        return [.. all.Skip(1).Select(row => all[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
