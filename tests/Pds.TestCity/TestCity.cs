using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Server;
using Pds.Server.Hosting;
using Organization = Pds.Protocol.V1.Organization;

namespace Pds.TestCity;

/// <summary>
/// The real server on real TLS, on a free loopback port, with a data folder of its own that goes when it is disposed. Actors are made over
/// the wire and hold their own keys, so that a test can say anything a caller could say, true or forged.
/// </summary>
public sealed class City : IAsyncDisposable
{
    private readonly bool ownsFolder;
    private readonly List<IDisposable> actors = [];

    private City(CityServer server, ServerOptions options, bool ownsFolder) => (Server, Options, this.ownsFolder) = (server, options, ownsFolder);

    /// <summary>The server.</summary>
    public CityServer Server { get; }

    /// <summary>What it was started with.</summary>
    public ServerOptions Options { get; }

    /// <summary>Its data folder.</summary>
    public string Data => Options.Data;

    /// <summary>The city's root certificate, PEM file.</summary>
    public string CityCaFile => Path.Combine(Data, "ca.pem");

    /// <summary>Its address.</summary>
    public Uri Address => Server.Address;

    /// <summary>The ledger's origin.</summary>
    public string Origin => Options.Origin;

    /// <summary>The first steward, enrolled with the bootstrap code.</summary>
    public TestOrganization Steward { get; private set; } = null!;

    /// <summary>Somebody without any credentials.</summary>
    public Actor Anybody { get; private set; } = null!;

    /// <summary>Starts a city; enrols its steward unless told not to.</summary>
    public static async Task<City> StartAsync(
        Action<ServerOptions>? change = null, TimeProvider? wall = null, Func<GateFacts, GateDecision>? decide = null,
        Action<ILoggingBuilder>? logging = null, bool enrolSteward = true)
    {
        // The heads once, at the start: an entry on the hour would be counted by tests that say a call added none.
        var options = new ServerOptions
        {
            Port = 0, PublishSeconds = 0, StatusListSeconds = 1, HeadsSeconds = 86_400, ShutdownSeconds = 2, Data = "",
        };
        change?.Invoke(options);
        var ownsFolder = options.Data.Length == 0;
        if (ownsFolder)
        {
            options.Data = Directory.CreateTempSubdirectory("pds-city-").FullName;
        }

        var server = await CityServer.StartAsync(options, development: true, logging ?? (_ => { }), wall, decide);
        var city = new City(server, options, ownsFolder);
        city.Anybody = city.Add(new Actor("anybody", city, null, null, null));
        if (enrolSteward)
        {
            var code = (await File.ReadAllTextAsync(Path.Combine(options.Data, "bootstrap-code"))).Trim();
            city.Steward = await city.EnrollAsync(code);
        }

        return city;
    }

    /// <summary>Enrols keys with a one-time code.</summary>
    public async Task<TestOrganization> EnrollAsync(string code)
    {
        var key = Es256Key.Create();
        var encryption = HpkePrivateKey.Create();
        var answer = await Anybody.CallAsync<EnrollOrganizationResponse>("/pds.v1.OrganizationService/EnrollOrganization", new EnrollOrganizationRequest
        {
            EnrollmentCode = code,
            Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(key, "CN=any")),
            EncryptionPublicKey = ByteString.CopyFrom(encryption.PublicKey.Raw),
            RequestId = Actor.NewRequestId(),
        });
        return Add(new TestOrganization(this, answer.Organization, key, encryption, [.. answer.CertificateChain.Select(c => c.ToByteArray())]));
    }

    /// <summary>Enrols one of the built-in organisations by its name.</summary>
    public async Task<TestOrganization> EnrollNamedAsync(string nameJa) => await EnrollAsync(await CodeForNamedAsync(nameJa));

    /// <summary>An enrolment code for one of the built-in organisations.</summary>
    public async Task<string> CodeForNamedAsync(string nameJa)
    {
        var all = await Steward.CallAsync<ListOrganizationsResponse>("/pds.v1.OrganizationService/ListOrganizations", new ListOrganizationsRequest());
        return await CodeForAsync(all.Organizations.Single(o => o.NameJa == nameJa).OrganizationId);
    }

    /// <summary>Registers and enrols a new organisation.</summary>
    public async Task<TestOrganization> NewOrganizationAsync(string nameJa, params Pds.Protocol.V1.OrganizationRole[] roles) =>
        await EnrollAsync(await CodeForNewAsync(nameJa, roles));

    /// <summary>An enrolment code for a new organisation.</summary>
    public async Task<string> CodeForNewAsync(string nameJa, params Pds.Protocol.V1.OrganizationRole[] roles)
    {
        var made = await Steward.CallAsync<Organization>("/pds.v1.OrganizationService/RegisterOrganization", new RegisterOrganizationRequest
        {
            NameJa = nameJa, Roles = { roles }, RequestId = Actor.NewRequestId(),
        });
        return await CodeForAsync(made.OrganizationId);
    }

    /// <summary>A resident with an enrolled device.</summary>
    public async Task<TestResident> NewResidentAsync()
    {
        var made = await Steward.CallAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId() });
        var key = Es256Key.Create();
        await Anybody.CallAsync<EnrollDeviceResponse>(
            "/pds.v1.ResidentService/EnrollDevice", TestResident.Enrolment(this, key, made.DeviceCode));
        return Add(new TestResident(this, made.ResidentId, key));
    }

    /// <summary>A vault without a device, and the one-time code of its first.</summary>
    public Task<CreateResidentResponse> NewVaultAsync() => Steward.CallAsync<CreateResidentResponse>(
        "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId() });

    /// <summary>A person of an organisation's staff, admitted now.</summary>
    public Task<AddStaffResponse> AddStaffAsync(string organization, Protocol.V1.StaffRole role, string section = "") => Steward.CallAsync<AddStaffResponse>(
        "/pds.v1.StaffService/AddStaff",
        new AddStaffRequest { OrganizationId = organization, SectionId = section, NameJa = "試験 職員", Roles = { role }, RequestId = Actor.NewRequestId() });

    /// <summary>The web host of the first run, enrolled with the code in the data folder.</summary>
    public async Task<TestWebHost> EnrollWebHostAsync()
    {
        var host = await EnrollAsync((await File.ReadAllTextAsync(Path.Combine(Data, "web-host-code"))).Trim());
        return new TestWebHost(this, host);
    }

    /// <summary>Another web host.</summary>
    public async Task<TestWebHost> NewWebHostAsync() => new(this, await NewOrganizationAsync("別のページ", Pds.Protocol.V1.OrganizationRole.WebHost));

    /// <summary>A resident with an enrolled device, and a record of <see cref="Story.Dataset"/> by the steward in the vault.</summary>
    public async Task<TestResident> NewResidentWithRecordAsync(string name)
    {
        var resident = await NewResidentAsync();
        var written = await Steward.WriteAsync(await resident.ReferenceForAsync(Steward), Story.Dataset, new Dictionary<string, JsonNode?>
        {
            ["name"] = name, ["address"] = "青森県むつ市見本町1丁目2番3号", ["birth_date"] = "1958-03-03", ["sex"] = "その他",
        });
        written.Read<WriteRecordResponse>();
        return resident;
    }

    /// <summary>A steward's complete proposal to enter that something of a resident went out under a law.</summary>
    public ProposeLawfulReadingRequest LawfulReadingOf(TestResident resident, TimeSpan? hidden = null) => new()
    {
        ResidentId = resident.ResidentId,
        LegalBasisJa = "刑事訴訟法197条2項",
        AuthorityJa = "見本地方検察庁 捜査関係事項照会書 第1号",
        RecipientJa = "見本地方検察庁",
        HiddenUntil = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(
            DateTimeOffset.UtcNow + (hidden ?? TimeSpan.FromDays(90))),
        RequestId = Actor.NewRequestId(),
    };

    /// <summary>An HTTP/2 client that trusts only this city.</summary>
    public HttpClient Open(byte[]? clientCertificate = null, Es256Key? key = null) => CityClients.Open(this, clientCertificate, key);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        actors.ForEach(actor => actor.Dispose());
        await Server.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private async Task<string> CodeForAsync(string organizationId) =>
        (await Steward.CallAsync<CreateEnrollmentCodeResponse>("/pds.v1.OrganizationService/CreateEnrollmentCode", new CreateEnrollmentCodeRequest
        {
            OrganizationId = organizationId, RequestId = Actor.NewRequestId(),
        })).EnrollmentCode;

    internal T Add<T>(T actor)
        where T : IDisposable
    {
        actors.Add(actor);
        return actor;
    }
}
