using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Front;

/// <summary>What the server refuses before anybody is asked who they are.</summary>
[Collection(nameof(CityFixture))]
public sealed class FrontFacts(CityFixture city)
{
    private const string List = "/pds.v1.OrganizationService/ListOrganizations";

    [Fact]
    public async Task A_foreign_host_is_misdirected() => (await Http1Async("Host: evil.example")).Should().StartWith("HTTP/1.1 421");

    [Fact]
    public async Task Our_own_host_is_served() => (await Http1Async("Host: localhost")).Should().StartWith("HTTP/1.1 200");

    [Theory]
    [InlineData("+4")]
    [InlineData("-4")]
    [InlineData("4 4")]
    [InlineData("0x4")]
    public async Task A_content_length_that_is_not_digits_is_refused(string length) =>
        (await Http1Async($"Host: localhost\r\nContent-Length: {length}")).Should().StartWith("HTTP/1.1 400");

    [Fact]
    public async Task Old_protocols_of_tls_are_refused()
    {
        var act = () => ConnectAsync(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA);

        await act.Should().ThrowAsync<AuthenticationException>();
    }

    [Theory]
    [InlineData("x-forwarded-for", "10.0.0.1")]
    [InlineData("x-client-cert", "anything")]
    [InlineData("ssl-client-subject-dn", "CN=org_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("authorization", "Bearer anything")]
    [InlineData("x-organization-id", "org_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [Trait("Feature", "S1")]
    public async Task A_forged_header_changes_nothing(string name, string value)
    {
        var plain = await city.City.Anybody.SendAsync(List, [], null);

        var forged = await city.City.Anybody.SendAsync(List, [], null, 0, (name, value));

        forged.Code.Should().Be(plain.Code);
        forged.WithoutRequestId().Should().Equal(plain.WithoutRequestId());
    }

    [Fact]
    [Trait("Feature", "S1")]
    public async Task An_organisation_named_in_the_proof_but_not_in_the_certificate_is_refused()
    {
        var answer = await city.Water.SendAsync(List, [], city.Water.Proof(List, [], c => c["iss"] = city.Story.Hospital.Id));

        answer.Reason.Should().Be("UNAUTHENTICATED");
    }

    [Fact]
    [Trait("Invariant", "I-14")]
    public async Task A_certificate_of_another_city_is_refused()
    {
        await using var elsewhere = await City.StartAsync();
        using var foreign = city.City.Open(elsewhere.Steward.Certificate, elsewhere.Steward.Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/organizations") { Version = new Version(2, 0) };

        using var response = await foreign.SendAsync(request, TestContext.Current.CancellationToken);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("CLIENT_CERTIFICATE_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Feature", "B1")]
    public async Task A_suspended_organisation_is_stopped_at_once()
    {
        var shop = await city.City.NewOrganizationAsync("試験商店", OrganizationRole.Recipient);
        var facts = await shop.CallAsync<Organization>("/pds.v1.OrganizationService/GetOrganization", new GetOrganizationRequest { OrganizationId = shop.Id });

        await city.City.Steward.CallAsync<Organization>("/pds.v1.OrganizationService/SuspendOrganization", new SuspendOrganizationRequest
        {
            OrganizationId = shop.Id, ReasonJa = "試験", Etag = facts.Etag, RequestId = Actor.NewRequestId(),
        });

        (await shop.AskAsync(List, new ListOrganizationsRequest())).Reason.Should().Be("ORGANIZATION_NOT_IN_GOOD_STANDING");
    }

    private async Task<string> Http1Async(string headers)
    {
        await using var tls = await ConnectAsync(SslProtocols.None, null);
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET /v1/ledger/checkpoint HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(tls);
        return await reader.ReadToEndAsync();
    }

    private async Task<SslStream> ConnectAsync(SslProtocols protocols, TlsCipherSuite? suite)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(city.City.Address.Host, city.City.Address.Port);
        var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            CipherSuitesPolicy = OperatingSystem.IsLinux() && suite is { } one ? new CipherSuitesPolicy([one]) : null,
        });
        return tls;
    }
}
