using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Desk;

/// <summary>A city with a counter: two clerks of the city, a clerk who sits in the hospital, and two residents with letters, one of them with a landline.</summary>
public sealed class DeskCity : IAsyncLifetime
{
    public const string Service = "/pds.v1.DeskService/";
    public const string Consents = "/pds.v1.ConsentService/";

    internal ShiftedTime Time { get; } = new();

    public TestIdentityProvider Provider { get; private set; } = null!;

    public City City { get; private set; } = null!;

    public TestWebHost Host { get; private set; } = null!;

    public TestOrganization Hospital { get; private set; } = null!;

    /// <summary>A clerk of the city.</summary>
    public TestStaff Aoi { get; private set; } = null!;

    /// <summary>Another clerk of the city.</summary>
    public TestStaff Midori { get; private set; } = null!;

    /// <summary>A clerk of the city who sits in the hospital.</summary>
    public TestStaff Nurse { get; private set; } = null!;

    public CreateResidentResponse Hanako { get; private set; } = null!;

    public CreateResidentResponse Taro { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync(Time);
        City = await City.StartAsync(Provider.Configure, wall: Time);
        Host = await City.EnrollWebHostAsync();
        Hospital = await City.EnrollNamedAsync("むつ総合病院");
        (Host.Self.Clock, City.Steward.Clock, Hospital.Clock) = (Time, Time, Time);
        Aoi = await Host.FirstStaffAsync(Provider, "aoi", City.Steward.Id, StaffRole.Counter);
        Midori = await Host.FirstStaffAsync(Provider, "midori", City.Steward.Id, StaffRole.Counter);
        Nurse = await Host.FirstStaffAsync(Provider, "nurse", City.Steward.Id, StaffRole.Counter, Hospital.Id);
        Hanako = await NewAsync("hanako", "0175123456");
        Taro = await NewAsync("taro", "");
        var reference = await (await Host.VisitAsync(Provider, "hanako")).ReferenceForAsync(City.Steward);
        (await City.Steward.WriteAsync(reference, Story.Dataset, new Dictionary<string, System.Text.Json.Nodes.JsonNode?>
        {
            ["name"] = "見本 花子", ["address"] = "青森県むつ市見本町1丁目2番3号", ["birth_date"] = "1944-03-03", ["sex"] = "女",
        })).Reason.Should().Be("OK");
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Opens a visit at the counter: the resident signs in over its challenge.</summary>
    public async Task<TestSession> VisitAsync(TestStaff clerk, string subject = "hanako") => clerk.In(await OpenAsync(clerk, subject));

    /// <summary>The same; its id.</summary>
    public async Task<string> OpenAsync(TestStaff clerk, string subject = "hanako")
    {
        var begun = await clerk.CallAsync<StartVisitResponse>(Service + "StartVisit", new StartVisitRequest());
        await clerk.CallAsync<Visit>(Service + "OpenVisit", new OpenVisitRequest
        {
            VisitId = begun.VisitId, IdToken = Provider.Token(subject, begun.Challenge), RequestId = Actor.NewRequestId(),
        });
        return begun.VisitId;
    }

    /// <summary>Opens a call: she says the spoken code back. Its id.</summary>
    public async Task<string> CallAsync(TestStaff clerk)
    {
        var begun = await clerk.CallAsync<StartCallResponse>(Service + "StartCall", new StartCallRequest { ResidentNumber = Hanako.ResidentNumber });
        await clerk.CallAsync<Visit>(Service + "OpenCall", new OpenCallRequest { VisitId = begun.VisitId, Code = Spoken(begun.VisitId), RequestId = Actor.NewRequestId() });
        return begun.VisitId;
    }

    /// <summary>What the machine says to the registered number.</summary>
    public string Spoken(string call) => File.ReadAllLines(Path.Combine(City.Data, "voice", call))[1];

    /// <summary>The hospital asks 花子; what an earlier fact left of the same is ended first.</summary>
    public async Task<Protocol.V1.Consent> AskAsync(string purpose = "hospital-registration@1")
    {
        var session = await Host.VisitAsync(Provider, "hanako");
        foreach (var old in (await session.CallAsync<ListConsentsResponse>(Consents + "ListConsents", new ListConsentsRequest { PageSize = 500 })).Consents)
        {
            if (old.Purpose == purpose && old.State is ConsentState.Active or ConsentState.Paused)
            {
                await session.AskAsync(Consents + "Withdraw", new WithdrawRequest { GrantId = old.GrantId, RequestId = Actor.NewRequestId() });
            }
            else if (old.Purpose == purpose && old.State == ConsentState.Requested)
            {
                await session.AskAsync(Consents + "Decline", new DeclineRequest { GrantId = old.GrantId, Etag = old.Etag, RequestId = Actor.NewRequestId() });
            }
        }

        foreach (var request in (await session.CallAsync<ListRequestsResponse>(Consents + "ListRequests", new ListRequestsRequest { PageSize = 500 })).Requests)
        {
            foreach (var item in request.Items.Where(item => item.Purpose == purpose && item.State == ConsentState.Requested))
            {
                await session.AskAsync(Consents + "Decline", new DeclineRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId() });
            }
        }

        return await Hospital.AskConsentAsync(await session.ReferenceForAsync(Hospital), purpose);
    }

    /// <summary>Her yes at the counter over these documents, as this clerk states it in this visit.</summary>
    public Evidence Yes(string visit, TestStaff clerk, string subject, params ConsentDocument[] documents)
    {
        var stepUp = TestSession.StepUp(Provider.Token(subject, TestSession.ChallengeOf(documents)), documents).OidcStepUp;
        return new Evidence { Counter = new CounterStatement { Digests = { stepUp.Digests }, IdToken = stepUp.IdToken, VisitId = visit, StaffId = clerk.Self.StaffId } };
    }

    /// <summary>The entries of a resident's chain.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string resident)
    {
        ResidentId.TryParse(resident, out var id).Should().BeTrue();
        var entries = new List<LedgerEntry>();
        await foreach (var entry in City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(id), -1, 1000, new Reader.Owner(), CancellationToken.None))
        {
            entries.Add(entry.Entry);
        }

        return entries;
    }

    private async Task<CreateResidentResponse> NewAsync(string subject, string telephone)
    {
        var made = await City.Steward.CallAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId(), Telephone = telephone });
        await Host.FirstVisitAsync(Provider, subject, made.DeviceCode);
        return made;
    }
}

[CollectionDefinition(nameof(DeskCity))]
public sealed class DeskCollection : ICollectionFixture<DeskCity>;
