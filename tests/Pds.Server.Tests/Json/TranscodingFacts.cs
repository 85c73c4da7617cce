using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Health.V1;
using Pds.Cryptography;
using Pds.TestCity;

namespace Pds.Server.Tests.Json;

/// <summary>The same calls for people without gRPC, health for everybody, and reflection for callers we know.</summary>
[Collection(nameof(CityFixture))]
public sealed class TranscodingFacts(CityFixture city)
{
    [Fact]
    [Trait("Feature", "B4")]
    public async Task Anybody_can_read_the_catalogue_as_json()
    {
        var (status, json) = await GetAsync(city.City.Anybody, "/v1/datasets?page_size=1");

        status.Should().Be(HttpStatusCode.OK);
        json.GetProperty("datasets").GetArrayLength().Should().Be(1);
        json.GetProperty("datasets")[0].GetProperty("state").GetString().Should().Be("DATASET_STATE_PUBLISHED");
    }

    [Fact]
    public async Task An_organisation_can_call_over_json_with_a_proof_over_target_and_body()
    {
        var (status, json) = await GetAsync(city.Water, "/v1/organizations?page_size=3", prove: "GET /v1/organizations?page_size=3");

        status.Should().Be(HttpStatusCode.OK);
        json.GetProperty("organizations").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task A_proof_for_another_target_is_refused_over_json()
    {
        var (status, json) = await GetAsync(city.Water, "/v1/organizations?page_size=4", prove: "GET /v1/organizations?page_size=3");

        status.Should().Be(HttpStatusCode.Unauthorized);
        Reasons(json).Should().Equal("CALL_PROOF_MISMATCHED");
    }

    [Theory]
    [InlineData("/v1/datasets?page_size=501", HttpStatusCode.BadRequest, "INVALID_ARGUMENT")]
    [InlineData("/v1/datasets?page_size=many", HttpStatusCode.BadRequest, "MESSAGE_MALFORMED")]
    [InlineData("/v1/datasets?page_token=x", HttpStatusCode.BadRequest, "PAGE_TOKEN_INVALID")]
    [InlineData("/v1/datasets/never-existed/versions/1", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/v1/consents", HttpStatusCode.Unauthorized, "CALL_PROOF_REQUIRED")]
    public async Task Errors_are_rich_over_json_too(string path, HttpStatusCode expected, string reason)
    {
        var (status, json) = await GetAsync(city.City.Anybody, path);

        status.Should().Be(expected);
        Reasons(json).Should().Equal(reason);
        json.GetProperty("details").EnumerateArray().Should().Contain(
            d => d.GetProperty("@type").GetString()!.EndsWith("LocalizedMessage", StringComparison.Ordinal) && d.GetProperty("locale").GetString() == "ja-JP");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"deviceCode":"x","isSteward":true}""")]
    [InlineData("[]")]
    public async Task A_json_body_that_is_no_message_is_refused(string body)
    {
        using var response = await city.City.Anybody.Http.PostAsync(
            new Uri("/v1/devices:enroll", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Reasons(json).Should().Equal("MESSAGE_MALFORMED");
    }

    [Fact]
    public async Task Health_answers_everybody()
    {
        var answer = await city.City.Anybody.SendAsync("/grpc.health.v1.Health/Check", new HealthCheckRequest().ToByteArray(), null);

        answer.Read<HealthCheckResponse>().Status.Should().Be(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task Reflection_answers_only_enrolled_callers()
    {
        const string path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
        byte[] listServices = [0x3A, 0x00];

        (await city.City.Anybody.SendAsync(path, listServices, null)).Reason.Should().Be("CLIENT_CERTIFICATE_REQUIRED");
        (await city.Water.SendAsync(path, listServices, null)).Code.Should().Be(0);
    }

    [Fact]
    public async Task The_log_and_the_issuers_keys_are_files()
    {
        foreach (var path in new[] { "/log/checkpoint", "/log.vkey", "/.well-known/jwks.json", "/.well-known/jwt-vc-issuer", "/status-lists/0", "/ca.pem" })
        {
            using var response = await city.City.Anybody.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task No_file_outside_the_log_is_served()
    {
        foreach (var path in new[] { "/log/../keys.sealed", "/log/%2e%2e/keys.sealed", "/keys.sealed", "/log/..%2fdev-passphrase", "/status-lists/-1" })
        {
            using var response = await city.City.Anybody.Http.GetAsync(new Uri(city.City.Address, path), TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
    }

    private static IEnumerable<string> Reasons(JsonElement status) => status.GetProperty("details").EnumerateArray()
        .Where(d => d.GetProperty("@type").GetString()!.EndsWith("ErrorInfo", StringComparison.Ordinal))
        .Select(d => d.GetProperty("reason").GetString()!);

    private static async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(Actor who, string path, string? prove = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = new Version(2, 0) };
        if (prove is not null)
        {
            request.Headers.Add("pds-call-proof", who.Proof(prove, []));
        }

        using var response = await who.Http.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
