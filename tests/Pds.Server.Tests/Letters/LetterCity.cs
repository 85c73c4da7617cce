using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Letters;

/// <summary>A city whose clerks print letters, on a clock that tests move forward. Residents are made new for each test; staff sign in anew for each act.</summary>
public sealed class LetterCity : IAsyncLifetime
{
    internal const string Service = "/pds.v1.LetterService/";
    internal const string Desk = "/pds.v1.DeskService/";
    internal const string Consents = "/pds.v1.ConsentService/";

    // A source signs by the clock of the machine, so that records are written before any test moves the clock.
    private Queue<Villager> withRecords = null!;

    internal ShiftedTime Time { get; } = new();

    internal TestIdentityProvider Provider { get; private set; } = null!;

    internal City City { get; private set; } = null!;

    internal TestWebHost Host { get; private set; } = null!;

    internal TestWebHost Other { get; private set; } = null!;

    internal TestOrganization Hospital { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync(Time);
        City = await City.StartAsync(Provider.Configure, wall: Time);
        Host = await City.EnrollWebHostAsync();
        Other = await City.NewWebHostAsync();
        Hospital = await City.EnrollNamedAsync("むつ総合病院");
        (Host.Self.Clock, Other.Self.Clock, City.Steward.Clock, Hospital.Clock) = (Time, Time, Time, Time);
        await Host.FirstStaffAsync(Provider, "aoi", City.Steward.Id, StaffRole.Counter);
        await Host.FirstStaffAsync(Provider, "midori", City.Steward.Id, StaffRole.Counter);
        withRecords = new([await WithRecordAsync(), await WithRecordAsync()]);
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Somebody with a record besides; each is given to one test.</summary>
    internal Villager WithRecord() => withRecords.Dequeue();

    /// <summary>Somebody with a vault and a landline; the provider's name for her serves what a test does before there is a letter.</summary>
    internal async Task<Villager> ComesAsync()
    {
        var subject = "tome-" + Actor.NewRequestId();
        var made = await City.Steward.CallAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId(), Telephone = "0175123456" });
        await Host.FirstVisitAsync(Provider, subject, made.DeviceCode);
        return new Villager(this, subject, made.ResidentId, made.ResidentNumber);
    }

    private async Task<Villager> WithRecordAsync()
    {
        var she = await ComesAsync();
        (await City.Steward.WriteAsync(await (await she.OwnAsync()).ReferenceForAsync(City.Steward), Story.Dataset, new Dictionary<string, System.Text.Json.Nodes.JsonNode?>
        {
            ["name"] = "見本 トメ", ["address"] = "青森県むつ市見本町1丁目2番3号", ["birth_date"] = "1938-03-03", ["sex"] = "女",
        })).Reason.Should().Be("OK");
        return she;
    }

    /// <summary>One of the two clerks, signed in now.</summary>
    internal async Task<TestStaff> ClerkAsync(string subject = "aoi")
    {
        var challenge = await Host.StartStaffAsync();
        return Host.Open((await Host.SignInStaffAsync(challenge, Provider.Token(subject, challenge))).Read<CreateStaffSessionResponse>());
    }

    /// <summary>A letter that one clerk ordered and the other printed.</summary>
    internal async Task<PrintedLetter> PrintAsync(string number)
    {
        var order = await (await ClerkAsync()).CallAsync<LetterOrder>(Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = number, RequestId = Actor.NewRequestId() });
        return await (await ClerkAsync("midori")).CallAsync<PrintedLetter>(Service + "PrintLetter", new PrintLetterRequest { LetterId = order.LetterId });
    }

    /// <summary>A code that is well formed and, but for one chance in 10^15, no letter's.</summary>
    internal static string AnotherCode() => Pds.Consent.LetterCode.New().Text;
}

/// <summary>A resident of one test.</summary>
internal sealed record Villager(LetterCity Town, string Subject, string Id, string Number)
{
    /// <summary>A session by her own sign-in.</summary>
    public Task<TestSession> OwnAsync() => Town.Host.VisitAsync(Town.Provider, Subject);

    /// <summary>A session by her letter.</summary>
    public Task<TestSession> ByLetterAsync(string code) => Town.Host.ByLetterAsync(Number, code);

    /// <summary>One try of a code.</summary>
    public async Task<Answer> TryAsync(string code) => await Town.Host.SignInAsync(await Town.Host.StartAsync(), Number, code);

    /// <summary>The hospital asks her.</summary>
    public async Task<Protocol.V1.Consent> AskedAsync(string purpose = "hospital-registration@1") =>
        await Town.Hospital.AskConsentAsync(await (await OwnAsync()).ReferenceForAsync(Town.Hospital), purpose);

    /// <summary>The hospital asks her, and she says yes by her own sign-in.</summary>
    public async Task<Protocol.V1.Consent> GivenAsync(string purpose = "hospital-registration@1")
    {
        var item = await AskedAsync(purpose);
        var own = await OwnAsync();
        var shown = await own.ShowAsync(item);
        return (await own.GrantAsync(item, shown, TestSession.StepUp(Town.Provider.Token(Subject, TestSession.ChallengeOf(shown)), shown))).Read<GrantResponse>().Consent;
    }

    /// <summary>The entries of her chain.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync()
    {
        ResidentId.TryParse(Id, out var id).Should().BeTrue();
        var entries = new List<LedgerEntry>();
        await foreach (var entry in Town.City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(id), -1, 1000, new Reader.Recovery(), CancellationToken.None))
        {
            entries.Add(entry.Entry);
        }

        return entries;
    }
}

[CollectionDefinition(nameof(LetterCity))]
public sealed class LetterCollection : ICollectionFixture<LetterCity>;
