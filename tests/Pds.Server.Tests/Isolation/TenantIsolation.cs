using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.Server.Tests.Calls;
using Pds.TestCity;

namespace Pds.Server.Tests.Isolation;

/// <summary>Every method against every other actor: who may not call is refused, and who may call sees nothing of anybody else's.</summary>
[Collection(nameof(CityFixture))]
[Trait("Feature", "S6")]
[Trait("Invariant", "I-16")]
public sealed class TenantIsolation(CityFixture city)
{
    public static TheoryData<string> Methods => [.. CallMethods.All.Select(m => m.Path).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Only_the_actors_of_the_table_pass_the_front(string path)
    {
        var method = CallMethods.Find(path)!;
        foreach (var (name, who, roles, resident) in Actors.All(city))
        {
            var may = method.Public || (resident && method.Residents) || method.Roles.Any(roles.Contains);

            var answer = await who.SendAsync(path, Requests.For(method));

            var expected = name == "anybody"
                ? method.Public ? null : method.Residents ? "CALL_PROOF_REQUIRED" : "CLIENT_CERTIFICATE_REQUIRED"
                : may ? null : resident ? (method.ProofInMessage ? "CLIENT_CERTIFICATE_REQUIRED" : "PERMISSION_DENIED") : "PERMISSION_DENIED";
            if (expected is null)
            {
                new[] { "PERMISSION_DENIED", "CALL_PROOF_REQUIRED", "CLIENT_CERTIFICATE_REQUIRED", "UNAUTHENTICATED" }
                    .Should().NotContain(answer.Reason, "{0} may call {1}", name, path);
            }
            else
            {
                answer.Reason.Should().Be(expected, "{0} calls {1}", name, path);
            }
        }
    }

    [Theory]
    [InlineData("GetConsentDocument")]
    [InlineData("Grant")]
    [InlineData("Decline")]
    [InlineData("Pause")]
    [InlineData("Resume")]
    [InlineData("Withdraw")]
    [InlineData("GetReceipt")]
    [Trait("Invariant", "I-17")]
    public async Task Anothers_consent_and_one_that_never_existed_look_alike_to_a_resident(string act)
    {
        var method = CallMethods.Find("/pds.v1.ConsentService/" + act)!;
        var before = city.City.Server.Roles.Recorder.Latest.Size;

        var anothers = await city.Taro.AskAsync(method.Path, Requests.Make(method, grant: city.Story.Consent.GrantId));
        var never = await city.Taro.AskAsync(method.Path, Requests.Make(method, grant: GrantId.New().ToString()));

        anothers.Reason.Should().Be("NOT_FOUND");
        anothers.WithoutRequestId().Should().Equal(never.WithoutRequestId());
        city.City.Server.Roles.Recorder.Latest.Size.Should().Be(before);
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Anothers_receipt_and_one_that_never_existed_look_alike_to_a_recipient()
    {
        const string path = "/pds.v1.ConsentService/GetReceipt";

        var anothers = await city.Water.AskAsync(path, new GetReceiptRequest { GrantId = city.Story.Consent.GrantId });
        var never = await city.Water.AskAsync(path, new GetReceiptRequest { GrantId = GrantId.New().ToString() });

        anothers.Reason.Should().Be("NOT_FOUND");
        anothers.WithoutRequestId().Should().Equal(never.WithoutRequestId());
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Anothers_reference_and_one_that_never_existed_look_alike()
    {
        foreach (var path in new[] { "/pds.v1.ConsentService/RequestConsent", "/pds.v1.VaultService/WriteRecord" })
        {
            var anothers = await city.Water.AskAsync(path, WithReference(path, city.Story.Reference));
            var never = await city.Water.AskAsync(path, WithReference(path, ResidentRef.New().ToString()));

            anothers.Reason.Should().Be("NOT_FOUND");
            anothers.WithoutRequestId().Should().Equal(never.WithoutRequestId());
        }
    }

    [Fact]
    public async Task Lists_hold_nothing_of_anybody_else()
    {
        foreach (var who in new Actor[] { city.Water, city.Taro })
        {
            (await who.CallAsync<ListRequestsResponse>("/pds.v1.ConsentService/ListRequests", new ListRequestsRequest())).Requests.Should().BeEmpty();
            (await who.CallAsync<ListConsentsResponse>("/pds.v1.ConsentService/ListConsents", new ListConsentsRequest())).Consents.Should().BeEmpty();
            (await who.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Uses.Should().BeEmpty();
        }

        (await city.Taro.CallAsync<ListRecordsResponse>("/pds.v1.VaultService/ListRecords", new ListRecordsRequest())).Records.Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_token_of_another_caller_is_refused()
    {
        const string path = "/pds.v1.OrganizationService/ListOrganizations";
        var first = await city.Water.CallAsync<ListOrganizationsResponse>(path, new ListOrganizationsRequest { PageSize = 2 });

        var foreign = await city.Taro.AskAsync(path, new ListOrganizationsRequest { PageSize = 2, PageToken = first.NextPageToken });

        first.NextPageToken.Should().NotBeEmpty();
        foreign.Reason.Should().Be("PAGE_TOKEN_INVALID");
    }

    private static IMessage WithReference(string path, string reference)
    {
        var method = CallMethods.Find(path)!;
        var message = Requests.Make(method);
        method.Input.FindFieldByName("resident_ref").Accessor.SetValue(message, reference);
        return message;
    }
}
