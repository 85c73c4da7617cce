using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>A repeat gets the same answer and makes one entry (I-09).</summary>
[Collection(nameof(CityFixture))]
[Trait("Invariant", "I-09")]
public sealed class RepeatFacts(CityFixture city)
{
    private const string Create = "/pds.v1.ResidentService/CreateResident";

    [Fact]
    public async Task The_same_message_again_gets_the_same_answer()
    {
        var request = new CreateResidentRequest { RequestId = Actor.NewRequestId() };

        var first = await city.City.Steward.CallAsync<CreateResidentResponse>(Create, request);
        var size = city.City.Server.Roles.Recorder.Latest.Size;
        var again = await city.City.Steward.CallAsync<CreateResidentResponse>(Create, request);

        again.Should().Be(first);
        city.City.Server.Roles.Recorder.Latest.Size.Should().Be(size);
    }

    [Fact]
    public async Task Many_at_once_make_one()
    {
        var request = new CreateResidentRequest { RequestId = Actor.NewRequestId() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => city.City.Steward.CallAsync<CreateResidentResponse>(Create, request)));

        answers.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Another_message_under_the_same_request_id_is_refused()
    {
        const string path = "/pds.v1.OrganizationService/RegisterOrganization";
        var request = new RegisterOrganizationRequest { NameJa = "試験一", Roles = { OrganizationRole.Source }, RequestId = Actor.NewRequestId() };
        await city.City.Steward.CallAsync<Organization>(path, request);
        request.NameJa = "試験二";

        (await city.City.Steward.AskAsync(path, request)).Reason.Should().Be("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task A_withdrawal_can_be_repeated_and_stays_one()
    {
        await using var own = await City.StartAsync();
        var story = await Story.PlayAsync(own);
        var id = Actor.NewRequestId();

        var first = (await story.Hanako.WithdrawAsync(story.Consent.GrantId, id)).Read<ConsentActResponse>();
        var size = own.Server.Roles.Recorder.Latest.Size;
        var again = (await story.Hanako.WithdrawAsync(story.Consent.GrantId, id)).Read<ConsentActResponse>();
        var anew = (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Read<ConsentActResponse>();
        var sizeAfter = own.Server.Roles.Recorder.Latest.Size;
        var asked = await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"));

        again.Should().Be(first);
        anew.Consent.State.Should().Be(ConsentState.Withdrawn);
        sizeAfter.Should().Be(size);
        asked.Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("has a space in the middle")]
    public async Task A_request_id_out_of_form_is_refused(string id) =>
        (await city.City.Steward.AskAsync(Create, new CreateResidentRequest { RequestId = id })).Reason.Should().Be("INVALID_ARGUMENT");
}
