namespace Pds.Consent.Tests.Notices;

/// <summary>Bad notices fail, each with its own code; good ones pass (N17).</summary>
[Trait("Feature", "N17")]
public sealed class NoticeCheckTests
{
    private static readonly Dataset BasicFour = Samples.Dataset("basic-four@1");

    public static TheoryData<int> Bad => [.. Enumerable.Range(0, NoticeCorpus.Bad.Count())];

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_notice_is_found_with_its_code_at_its_place(int number)
    {
        var (code, place, notice) = NoticeCorpus.Bad.ElementAt(number);

        var finding = NoticeCheck.Read(notice, BasicFour).Should().Contain(f => f.Code == code && f.Place == place, code).Which;

        finding.SentenceJa.Should().EndWith("。").And.NotContain("{");
        finding.IsError.Should().Be(code is not ("POSSIBILITY" or "OFFICE_WORD" or "BENEFIT_OF_ANOTHER"));
    }

    [Fact]
    public void Every_rule_has_a_bad_notice()
    {
        var covered = NoticeCorpus.Bad.Select(bad => bad.Code).Append("ALL_FIELDS_REQUIRED");

        covered.Distinct().Should().BeEquivalentTo(Enum.GetValues<NoticeRule>().Select(rule => new NoticeFinding(rule, "text_ja").Code));
    }

    [Fact]
    public void Good_notices_have_nothing_to_change() =>
        NoticeCorpus.Good.Append(NoticeCorpus.Sound).SelectMany(notice => NoticeCheck.Read(notice, BasicFour)).Should().BeEmpty();

    [Fact]
    public void Every_purpose_of_the_built_in_catalogue_passes_without_a_warning() =>
        MunicipalCatalogue.Purposes
            .SelectMany(t => NoticeCheck.Read(Notice.Of(t.For(Samples.Hospital, "むつ総合病院", Samples.Now)), Samples.Dataset(t.Dataset.ToString())))
            .Should().BeEmpty();

    [Fact]
    [Trait("Scenario", "SC6")]
    public void Three_fields_that_cannot_be_left_out_are_bundled_and_with_one_free_to_choose_they_are_not()
    {
        var bundled = NoticeCorpus.Sound with { RequiredFields = ["name", "birth_date", "address"], OptionalFields = [] };
        var itemised = bundled with { RequiredFields = ["name", "birth_date"], OptionalFields = ["address"] };

        NoticeCheck.Read(bundled, BasicFour).Should().ContainSingle().Which.Rule.Should().Be(NoticeRule.AllFieldsRequired);
        NoticeCheck.Read(itemised, BasicFour).Should().BeEmpty();
    }

    [Fact]
    public void The_list_of_kanji_is_that_of_elementary_school() => NoticeWords.Known.Taught.Should().Be(1026);

    [Fact]
    public void A_hostile_text_of_the_greatest_length_is_read_in_one_pass()
    {
        var hostile = NoticeCorpus.Sound with { TextJa = string.Concat(Enumerable.Repeat("同意しない「はい」断", 100)), OnRefusalJa = new string('ー', 500) };

        var codes = NoticeCheck.Read(hostile, BasicFour).Select(f => f.Code);

        codes.Should().Contain(["SENTENCE_TOO_LONG", "TOO_LONG_TO_READ_ALOUD", "REFUSAL_MISSING"]);
    }
}
