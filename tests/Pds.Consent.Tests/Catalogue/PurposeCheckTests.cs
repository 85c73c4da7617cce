namespace Pds.Consent.Tests.Catalogue;

/// <summary>What a declaration must have before the review board sees it.</summary>
[Trait("Feature", "B3")]
public sealed class PurposeCheckTests
{
    [Theory]
    [InlineData("name_ja")]
    [InlineData("text_ja")]
    [InlineData("benefit_ja")]
    [InlineData("refusal_consequence_ja")]
    [InlineData("dpv_code")]
    [InlineData("notice_url")]
    [InlineData("system_ja")]
    [InlineData("required_fields")]
    [InlineData("optional_fields")]
    [InlineData("ceilings")]
    [InlineData("lawful_basis")]
    [InlineData("expire_time")]
    public void A_declaration_with_one_fault_is_refused_and_the_fault_named(string member)
    {
        var purpose = Break(Samples.Purpose(), member);

        PurposeCheck.FirstFault(purpose, Samples.Dataset("basic-four@1"), Samples.Now).Should().Be(member);
    }

    [Fact]
    [Trait("Feature", "Q6")]
    public void A_sensitive_field_needs_a_privacy_impact_assessment()
    {
        var purpose = Samples.Purpose("hospital-history@1") with { PiaReference = null };

        PurposeCheck.FirstFault(purpose, Samples.Dataset("fhir-condition@1"), Samples.Now).Should().Be("pia_reference");
    }

    [Fact]
    public void Ceilings_above_those_of_the_dataset_are_refused()
    {
        var purpose = Samples.Purpose("hospital-history@1");
        var wide = purpose with { Ceilings = purpose.Ceilings with { Mode = UseMode.Store, RetentionDays = 30 } };

        PurposeCheck.FirstFault(wide, Samples.Dataset("fhir-condition@1"), Samples.Now).Should().Be("ceilings");
    }

    private static Purpose Break(Purpose p, string member) => member switch
    {
        "name_ja" => p with { NameJa = "" },
        "text_ja" => p with { TextJa = new string('あ', 1001) },
        "benefit_ja" => p with { BenefitJa = " " },
        "refusal_consequence_ja" => p with { OnRefusalJa = "" },
        "dpv_code" => p with { DpvCode = "Marketing" },
        "notice_url" => p with { NoticeUrl = "http://example.org/notice" },
        "system_ja" => p with { SystemJa = new string('あ', 61) },
        "required_fields" => p with { RequiredFields = ["name", "name"] },
        "optional_fields" => p with { OptionalFields = ["my_number"] },
        "ceilings" => p with { Ceilings = p.Ceilings with { ValidityDays = 367 } },
        "lawful_basis" => p with { Basis = LawfulBasis.PublicTask },
        "expire_time" => p with { Expires = Samples.Now },
        _ => throw new ArgumentException(member),
    };
}
