using Google.Protobuf;
using Pds.Client;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>A certificate ends after a year; an organisation in good standing never does because of that.</summary>
[Collection(nameof(CityFixture))]
[Trait("Feature", "S7")]
[Trait("Feature", "B1")]
public sealed class RenewalFacts(CityFixture shared)
{
    private const string Renew = "/pds.v1.OrganizationService/RenewCertificate";
    private const string Suspend = "/pds.v1.OrganizationService/SuspendOrganization";
    private const string Get = "/pds.v1.OrganizationService/GetOrganization";
    private const string Passphrase = "a year and a day";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_new_certificate_and_the_one_before_both_count_and_end_together_when_the_organisation_is_suspended()
    {
        using var shop = await shared.City.NewOrganizationAsync("更新する店", OrganizationRole.Recipient);
        using var renewed = await RenewedAsync(shop);
        using var twice = await RenewedAsync(renewed);

        (await twice.AskAsync(Get, Self(shop))).Reason.Should().Be("OK");
        (await renewed.AskAsync(Get, Self(shop))).Reason.Should().Be("OK", "its answer may have been lost on the way");
        (await shop.AskAsync(Get, Self(shop))).Reason.Should().Be("CLIENT_CERTIFICATE_NOT_ACCEPTED", "two renewals ago is long enough");
        var facts = await shared.City.Steward.CallAsync<Organization>(Get, Self(shop));
        await shared.City.Steward.CallAsync<Organization>(
            Suspend, new SuspendOrganizationRequest { OrganizationId = shop.Id, ReasonJa = "閉店", Etag = facts.Etag, RequestId = Actor.NewRequestId() });
        (await twice.AskAsync(Get, Self(shop))).Reason.Should().Be("ORGANIZATION_NOT_IN_GOOD_STANDING");
        (await renewed.AskAsync(Get, Self(shop))).Reason.Should().Be("ORGANIZATION_NOT_IN_GOOD_STANDING");
    }

    [Fact]
    public async Task A_new_enrolment_ends_the_certificate_and_the_one_before_it()
    {
        using var shop = await shared.City.NewOrganizationAsync("登録し直す店", OrganizationRole.Recipient);
        using var renewed = await RenewedAsync(shop);
        var code = await shared.City.Steward.CallAsync<CreateEnrollmentCodeResponse>(
            "/pds.v1.OrganizationService/CreateEnrollmentCode", new CreateEnrollmentCodeRequest { OrganizationId = shop.Id, RequestId = Actor.NewRequestId() });
        await shared.City.EnrollAsync(code.EnrollmentCode);

        (await renewed.AskAsync(Get, Self(shop))).Reason.Should().Be("CLIENT_CERTIFICATE_NOT_ACCEPTED");
        (await shop.AskAsync(Get, Self(shop))).Reason.Should().Be("CLIENT_CERTIFICATE_NOT_ACCEPTED");
    }

    [Fact]
    public async Task Another_key_is_refused_and_nothing_is_entered()
    {
        using var shop = await shared.City.NewOrganizationAsync("別の鍵の店", OrganizationRole.Recipient);
        using var other = Es256Key.Create();
        var before = shared.City.Server.Roles.Recorder.Latest.Size;

        (await shop.AskAsync(Renew, RequestBy(other))).Reason.Should().Be("CSR_NOT_ACCEPTED");

        shared.City.Server.Roles.Recorder.Latest.Size.Should().Be(before);
        (await shop.AskAsync(Get, Self(shop))).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task A_service_that_starts_now_and_then_works_on_after_its_first_certificate_ended()
    {
        var time = new ShiftedTime();
        await using var city = await City.StartAsync(wall: time);
        var folder = Directory.CreateTempSubdirectory("pds-renewal-").FullName;
        try
        {
            var options = new PdsClientOptions
            {
                Address = city.Address, CityCaFile = city.CityCaFile, IdentityFolder = Path.Combine(folder, "shop"), Passphrase = Passphrase,
            };
            var code = await city.CodeForNewAsync("一年と一日の店", OrganizationRole.Recipient);
            (await PdsClient.EnrollAsync(options, code, time, Stop)).Dispose();
            var first = await File.ReadAllTextAsync(Path.Combine(options.IdentityFolder, "certificate.pem"), Stop);

            time.Shift = TimeSpan.FromDays(200);
            (await OpenAsync(options, time)).Dispose();
            (await File.ReadAllTextAsync(Path.Combine(options.IdentityFolder, "certificate.pem"), Stop)).Should().Be(first, "half a year is left");

            time.Shift = TimeSpan.FromDays(330);
            using var running = await OpenAsync(options, time);
            time.Shift = TimeSpan.FromDays(400);
            (await running.Steward.GetOrganizationAsync(running.OrganizationId, Stop)).State.Should().Be(OrganizationState.Active);

            // It runs on through the second certificate's year.
            time.Shift = TimeSpan.FromDays(650);
            await running.RenewCertificateAsync(Stop);
            time.Shift = TimeSpan.FromDays(700);
            (await running.Steward.GetOrganizationAsync(running.OrganizationId, Stop)).State.Should().Be(OrganizationState.Active);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<PdsClient> OpenAsync(PdsClientOptions options, TimeProvider time) =>
        PdsClient.OpenOrEnrollAsync(options, () => throw new InvalidOperationException("It is enrolled."), time, Stop);

    private static GetOrganizationRequest Self(TestOrganization shop) => new() { OrganizationId = shop.Id };

    private static RenewCertificateRequest RequestBy(Es256Key key) =>
        new() { Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(key, "CN=any")), RequestId = Actor.NewRequestId() };

    private async Task<TestOrganization> RenewedAsync(TestOrganization shop)
    {
        var answer = await shop.CallAsync<EnrollOrganizationResponse>(Renew, RequestBy(shop.Key));
        answer.Organization.CallKeyThumbprint.Should().Be(shop.Key.PublicKey.Jkt);
        return new TestOrganization(shared.City, answer.Organization, shop.Key, shop.Encryption, [.. answer.CertificateChain.Select(der => der.ToByteArray())]);
    }
}
