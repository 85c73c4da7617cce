using System.Diagnostics;
using System.Text.Json.Nodes;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Samples;

/// <summary>The sample that businesses copy, run as a process against the real server through a consent's life.</summary>
public sealed class HospitalBookingRuns
{
    private const string Hospital = "むつ総合病院";

    [Fact]
    [Trait("Feature", "B11")]
    public async Task It_enrols_asks_opens_and_goes_on_when_a_consent_is_refused_or_has_no_data()
    {
        await using var city = await City.StartAsync();
        using var folder = new Folder();
        var (withBooking, without) = (await city.NewResidentAsync(), await city.NewResidentAsync());
        await WriteBookingAsync(city, withBooking);
        var hospital = await IdAsync(city);
        var (reference, other) = (await withBooking.ReferenceForAsync(hospital), await without.ReferenceForAsync(hospital));

        var asked = await RunAsync(city, folder, await city.CodeForNamedAsync(Hospital), reference, other);
        await GrantAsync(withBooking);
        await GrantAsync(without);
        var opened = await RunAsync(city, folder, code: null);
        await WithdrawAsync(withBooking);
        var refused = await RunAsync(city, folder, code: null);

        asked.Split('\n').Count(line => line.StartsWith("お願いしました: crq_", StringComparison.Ordinal)).Should().Be(2);
        opened.Split('\n').Count(line => line.StartsWith("新しい同意です: grt_", StringComparison.Ordinal)).Should().Be(2);
        opened.Should().Contain($"{reference}: 2027-01-15T00:30:00.000Z").And.Contain("NO_DATA");
        refused.Should().Contain("CONSENT_WITHDRAWN").And.Contain("NO_DATA").And.NotContain("新しい同意です");
    }

    private static async Task WriteBookingAsync(City city, TestResident resident) =>
        (await city.Steward.WriteAsync(
            await resident.ReferenceForAsync(city.Steward), "fhir-appointment@1",
            new Dictionary<string, JsonNode?> { ["status"] = "booked", ["start"] = "2027-01-15T00:30:00.000Z" },
            date: DateOnly.FromDateTime(DateTime.UtcNow))).Reason.Should().Be("OK");

    private static async Task<string> IdAsync(City city) => (await city.Steward.CallAsync<ListOrganizationsResponse>(
        "/pds.v1.OrganizationService/ListOrganizations", new ListOrganizationsRequest())).Organizations.Single(one => one.NameJa == Hospital).OrganizationId;

    private static async Task GrantAsync(TestResident resident) => await resident.GrantAsync((await resident.CallAsync<ListRequestsResponse>(
        "/pds.v1.ConsentService/ListRequests", new ListRequestsRequest())).Requests.Single().Items.Single());

    private static async Task WithdrawAsync(TestResident resident) => (await resident.WithdrawAsync((await resident.CallAsync<ListConsentsResponse>(
        "/pds.v1.ConsentService/ListConsents", new ListConsentsRequest())).Consents.Single().GrantId)).Reason.Should().Be("OK");

    private static async Task<string> RunAsync(City city, Folder folder, string? code, params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "HospitalBooking", here.Name, "HospitalBooking.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PDS_ADDRESS"] = city.Address.ToString();
        start.Environment["PDS_CITY_CA"] = city.CityCaFile;
        start.Environment["PDS_IDENTITY"] = Path.Combine(folder.Path, "identity");
        start.Environment["PDS_PASSPHRASE"] = "a passphrase for the booking desk";
        start.Environment["PDS_ENROLLMENT_CODE"] = code ?? "";
        using var process = Process.Start(start)!;
        var stop = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        process.ExitCode.Should().Be(0, await errors);
        return await output;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pds-booking-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
