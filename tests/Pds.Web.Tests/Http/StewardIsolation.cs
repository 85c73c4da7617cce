using System.Net;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>The stewards' pages let stewards and the review board do what their role allows, and say so where it does not.</summary>
[Collection(HttpCity.Name)]
[Trait("Invariant", "I-16")]
public sealed class StewardIsolation(HttpCity city)
{
    [Fact]
    public async Task The_review_board_neither_answers_questions_nor_stops_organisations_and_a_steward_does_not_review()
    {
        using var reviewer = new PageClient(city.World);
        await reviewer.SignInStaffAsync("reviewer");
        using var steward = new PageClient(city.World);
        await steward.SignInStaffAsync("steward");
        var hospital = city.World.Hospital.OrganizationId;
        var form = await reviewer.FormOfAsync($"/steward/organizations/{hospital}/suspend");

        using var stopped = await reviewer.PostAsync($"/steward/organizations/{hospital}/suspend", [.. form, new("reason", "試験")]);
        (await stopped.Content.ReadAsStringAsync()).Should().Contain("今は、それができません");
        (await city.World.Steward.Steward.GetOrganizationAsync(hospital)).State.Should().Be(Pds.Protocol.V1.OrganizationState.Active);
        (await steward.ReadAsync("/steward/purposes/hospital-history/1")).Html.Should().NotContain("value=\"approve\"");
    }
}
