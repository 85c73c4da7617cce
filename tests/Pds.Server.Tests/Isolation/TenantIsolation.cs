using System.Text.Json.Nodes;
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
        var visitor = await city.VisitAsync();
        foreach (var (name, who, roles, resident) in Actors.All(city).Append(("visitor", visitor, [], true)))
        {
            var inSession = who == visitor;
            var may = method.Public || (resident && method.Residents) || (inSession && method.SessionsOnly) || method.Roles.Any(roles.Contains);

            var answer = await who.SendAsync(path, Requests.For(method));

            var expected = name == "anybody"
                ? method.Public ? null : method.Residents ? "CALL_PROOF_REQUIRED" : "CLIENT_CERTIFICATE_REQUIRED"
                : may ? null : resident && !inSession && method.ProofInMessage ? "CLIENT_CERTIFICATE_REQUIRED" : "PERMISSION_DENIED";
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

        foreach (var who in new Actor[] { city.Taro, await city.VisitAsync() })
        {
            // A resume in a session needs evidence before anything is looked at, theirs or not.
            var expected = who != city.Taro && act == "Resume" ? "EVIDENCE_NOT_ACCEPTED" : "NOT_FOUND";
            var anothers = await who.AskAsync(method.Path, Requests.Make(method, grant: city.Story.Consent.GrantId));
            var never = await who.AskAsync(method.Path, Requests.Make(method, grant: GrantId.New().ToString()));

            anothers.Reason.Should().Be(expected);
            anothers.WithoutRequestId().Should().Equal(never.WithoutRequestId());
        }

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

    // A neighbour of this test's own, so that every list has something in it and what stands in hers is known whatever ran before.
    [Fact]
    public async Task Lists_hold_nothing_of_anybody_else()
    {
        var neighbour = await city.City.NewResidentAsync();
        var record = (await city.City.Steward.WriteAsync(await neighbour.ReferenceForAsync(city.City.Steward), Story.Dataset, SampleRecord))
            .Read<WriteRecordResponse>().RecordId;
        var item = await city.Water.AskConsentAsync(await neighbour.ReferenceForAsync(city.Water), "water-moving@1");
        await neighbour.GrantAsync(item);
        var receipt = await city.Water.ReceiptAsync(item.GrantId);
        (await city.Water.RequestDataAsync(await city.Water.PrepareAsync(item.GrantId, receipt, ["name"]))).Reason.Should().Be("OK");
        await city.Story.Hospital.RequestDataAsync(await city.Story.PrepareAsync("name"));

        var hers = await ListsAsync(neighbour);
        hers.Requests.SelectMany(request => request.Items).Concat(hers.Consents).Select(one => one.GrantId).Should().Equal(item.GrantId, item.GrantId);
        hers.Uses.Select(use => use.GrantId).Should().Equal(item.GrantId);
        (await neighbour.CallAsync<ListRecordsResponse>("/pds.v1.VaultService/ListRecords", new ListRecordsRequest()))
            .Records.Select(one => one.RecordId).Should().Equal(record);

        foreach (var recipient in new[] { city.Water, city.Story.Hospital })
        {
            var (requests, consents, uses) = await ListsAsync(recipient);
            requests.Should().NotBeEmpty().And.OnlyContain(request => request.Recipient == recipient.Id && request.Items.All(one => one.Recipient == recipient.Id));
            consents.Should().NotBeEmpty().And.OnlyContain(consent => consent.Recipient == recipient.Id);
            uses.Should().NotBeEmpty().And.OnlyContain(use => use.Recipient == recipient.Id);
        }
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

    private static Dictionary<string, JsonNode?> SampleRecord => new()
    {
        ["name"] = "見本 次郎", ["address"] = "青森県むつ市見本町4丁目5番6号", ["birth_date"] = "1960-05-05", ["sex"] = "男",
    };

    private static async Task<(IList<ConsentRequest> Requests, IList<Protocol.V1.Consent> Consents, IList<Use> Uses)> ListsAsync(Actor who) => (
        (await who.CallAsync<ListRequestsResponse>("/pds.v1.ConsentService/ListRequests", new ListRequestsRequest { PageSize = 500 })).Requests,
        (await who.CallAsync<ListConsentsResponse>("/pds.v1.ConsentService/ListConsents", new ListConsentsRequest { PageSize = 500 })).Consents,
        (await who.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest { PageSize = 500 })).Uses);

    private static IMessage WithReference(string path, string reference)
    {
        var method = CallMethods.Find(path)!;
        var message = Requests.Make(method);
        method.Input.FindFieldByName("resident_ref").Accessor.SetValue(message, reference);
        return message;
    }
}
