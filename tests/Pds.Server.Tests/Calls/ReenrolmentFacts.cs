using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>What a steward does to organisations is entered in its name, and no code does more than it was made for.</summary>
[Collection(nameof(CityFixture))]
[Trait("Feature", "B2")]
[Trait("Invariant", "I-20")]
public sealed class ReenrolmentFacts(CityFixture city)
{
    private const string Register = "/pds.v1.OrganizationService/RegisterOrganization";
    private const string MakeCode = "/pds.v1.OrganizationService/CreateEnrollmentCode";

    [Theory]
    [InlineData(OrganizationRole.Recipient)]
    [InlineData(OrganizationRole.Source)]
    [InlineData(OrganizationRole.Steward)]
    public async Task A_review_board_holds_no_other_role(OrganizationRole other)
    {
        var request = new RegisterOrganizationRequest
        {
            NameJa = "審査と利用", Roles = { OrganizationRole.Reviewer, other }, RequestId = Actor.NewRequestId(),
        };

        (await city.City.Steward.AskAsync(Register, request)).Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    public async Task A_code_left_over_from_the_first_enrolment_replaces_nothing()
    {
        var made = await city.City.Steward.CallAsync<Organization>(Register, new RegisterOrganizationRequest
        {
            NameJa = "二つの登録コード", Roles = { OrganizationRole.Source }, RequestId = Actor.NewRequestId(),
        });
        var (used, leftOver) = (await CodeAsync(made.OrganizationId), await CodeAsync(made.OrganizationId));
        var first = await city.City.EnrollAsync(used);

        var enrolling = () => city.City.EnrollAsync(leftOver);
        await enrolling.Should().ThrowAsync<InvalidOperationException>().WithMessage("*ENROLLMENT_CODE_NOT_ACCEPTED*");
        (await city.City.EnrollAsync(await CodeAsync(made.OrganizationId))).Id.Should().Be(first.Id, "a code made for re-enrolment works");
    }

    [Fact]
    public async Task Registration_and_every_code_name_the_organisation_that_did_it()
    {
        var one = await city.City.NewOrganizationAsync("名のある登録", OrganizationRole.Source);
        await CodeAsync(one.Id);
        OrganizationId.TryParse(one.Id, out var id).Should().BeTrue();

        var entries = new List<LedgerEntry>();
        await foreach (var opened in city.City.Server.Roles.Recorder.ReadChainAsync(
            ChainId.Organization(id), -1, 100, new Reader.Owner(), TestContext.Current.CancellationToken))
        {
            entries.Add(opened.Entry);
        }

        entries.OfType<OrganizationRegistered>().Single().By.ToString().Should().Be(city.City.Steward.Id);
        entries.OfType<EnrollmentCodeIssued>().Select(e => e.By.ToString()).Should().Equal(city.City.Steward.Id, city.City.Steward.Id);
    }

    private async Task<string> CodeAsync(string organization) =>
        (await city.City.Steward.CallAsync<CreateEnrollmentCodeResponse>(MakeCode, new CreateEnrollmentCodeRequest
        {
            OrganizationId = organization, RequestId = Actor.NewRequestId(),
        })).EnrollmentCode;
}
