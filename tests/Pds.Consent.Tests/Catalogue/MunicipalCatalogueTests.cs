namespace Pds.Consent.Tests.Catalogue;

/// <summary>The built-in catalogue passes the checks everybody's declarations must pass, and says everything a resident needs.</summary>
public sealed class MunicipalCatalogueTests
{
    [Fact]
    public void Every_dataset_is_a_sound_declaration() =>
        MunicipalCatalogue.Datasets.Should().AllSatisfy(d => d.FirstFault().Should().BeNull(d.Id.ToString()));

    [Fact]
    public void The_six_datasets_are_there() =>
        MunicipalCatalogue.Datasets.Select(d => d.Id.ToString()).Should().Equal(
            "basic-four@1", "emergency-contact@1", "fhir-appointment@1", "fhir-condition@1", "utility-contract@1", "wellbeing-survey@1");

    [Fact]
    [Trait("Feature", "T12")]
    public void Every_purpose_passes_the_check_and_has_a_registered_recipient()
    {
        foreach (var template in MunicipalCatalogue.Purposes)
        {
            var dataset = MunicipalCatalogue.Datasets.Single(d => d.Id == template.Dataset);
            var purpose = template.For(Samples.Hospital, "むつ総合病院", Samples.Now);

            PurposeCheck.FirstFault(purpose, dataset, Samples.Now).Should().BeNull(template.Id.ToString());
            MunicipalCatalogue.Organizations.Should().Contain(o => o.Key == template.RecipientKey && o.Roles.Contains(OrganizationRole.Recipient));
        }
    }

    [Fact]
    public void There_is_a_steward_a_reviewer_and_a_source_for_every_dataset()
    {
        var roles = MunicipalCatalogue.Organizations.SelectMany(o => o.Roles).ToHashSet();

        // Who audits a city is not for the city's software to bring along: a steward registers the auditor who comes.
        roles.Should().BeEquivalentTo(Enum.GetValues<OrganizationRole>().Except([OrganizationRole.Auditor]));
    }

    [Fact]
    [Trait("Feature", "N24")]
    public void Every_reason_has_a_plain_sentence_and_a_code_of_its_own()
    {
        var reasons = Enum.GetValues<RefusalReason>();

        reasons.Select(r => r.Code()).Should().OnlyHaveUniqueItems();
        reasons.Should().AllSatisfy(r => RefusalText.Sentence(r).Should().EndWith("。"));
        reasons.Should().AllSatisfy(r =>
        {
            RefusalCodes.TryParse(r.Code(), out var parsed).Should().BeTrue();
            parsed.Should().Be(r);
        });
        RefusalCodes.TryParse("consent_withdrawn", out _).Should().BeFalse();
    }
}
