using System.Net;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>The stewards' pages open to stewards and the review board, to each what its role allows, and to nobody else.</summary>
[Collection(HttpCity.Name)]
[Trait("Invariant", "I-16")]
public sealed class StewardIsolation(HttpCity city)
{
    private static readonly string[] Pages =
    [
        "/steward", "/steward/organizations", "/steward/organizations/new", "/steward/datasets", "/steward/purposes", "/steward/purposes/hospital-history/1",
        "/steward/purposes/hospital-history/1/end", "/steward/notice", "/steward/questions",
    ];

    [Fact]
    public async Task A_resident_is_led_to_the_staffs_entrance_and_a_clerk_finds_nothing()
    {
        using var hanako = new PageClient(city.World);
        await hanako.SignInAsync("hanako");
        using var clerk = new PageClient(city.World);
        await clerk.SignInStaffAsync("clerk-aoi");

        foreach (var page in Pages)
        {
            using var led = await hanako.GetAsync(page);
            led.Headers.Location!.OriginalString.Should().Be("/staff/sign-in", page);
            using var closed = await clerk.GetAsync(page);
            closed.StatusCode.Should().Be(HttpStatusCode.NotFound, page);
        }
    }

    [Fact]
    public async Task The_review_board_neither_answers_questions_nor_stops_organisations_and_a_steward_does_not_review()
    {
        using var reviewer = new PageClient(city.World);
        await reviewer.SignInStaffAsync("reviewer");
        using var steward = new PageClient(city.World);
        await steward.SignInStaffAsync("steward");
        var hospital = city.World.Hospital.OrganizationId;
        var form = await reviewer.FormOfAsync($"/steward/organizations/{hospital}/suspend");

        (await reviewer.ReadAsync("/steward/questions")).Html.Should().Contain("今は、それができません");
        using var stopped = await reviewer.PostAsync($"/steward/organizations/{hospital}/suspend", [.. form, new("reason", "試験")]);
        (await stopped.Content.ReadAsStringAsync()).Should().Contain("今は、それができません");
        (await city.World.Steward.Steward.GetOrganizationAsync(hospital)).State.Should().Be(Pds.Protocol.V1.OrganizationState.Active);
        (await steward.ReadAsync("/steward/purposes/hospital-history/1")).Html.Should().NotContain("value=\"approve\"");
    }
}
