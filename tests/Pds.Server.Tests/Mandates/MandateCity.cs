using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;
using Evidence = Pds.Protocol.V1.Evidence;
using Mandate = Pds.Protocol.V1.Mandate;
using MandateAct = Pds.Protocol.V1.MandateAct;
using MandateDocument = Pds.Protocol.V1.MandateDocument;
using MandateRole = Pds.Protocol.V1.MandateRole;

namespace Pds.Server.Tests.Mandates;

/// <summary>
/// A city with an identity provider and a web host, on a clock that tests move forward. Residents are made new for each test, and come again for each
/// session.
/// </summary>
public sealed class MandateCity : IAsyncLifetime
{
    internal const string Service = "/pds.v1.MandateService/";
    internal const string Consents = "/pds.v1.ConsentService/";

    internal ShiftedTime Time { get; } = new();

    internal City City { get; private set; } = null!;

    internal TestIdentityProvider Provider { get; private set; } = null!;

    internal TestWebHost Host { get; private set; } = null!;

    internal TestOrganization Hospital { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync(Time);
        City = await City.StartAsync(Provider.Configure, wall: Time);
        City.Steward.Clock = Time;
        Host = await City.EnrollWebHostAsync();
        Host.Self.Clock = Time;
        Hospital = await City.EnrollNamedAsync("むつ総合病院");
        Hospital.Clock = Time;
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Somebody new.</summary>
    internal async Task<Person> ComesAsync(string name)
    {
        var subject = name + "-" + Actor.NewRequestId();
        return new Person(this, subject, name, await Host.FirstVisitAsync(Provider, subject));
    }

    /// <summary>A mother, her daughter, and the mandate the mother gave her.</summary>
    internal async Task<(Person Mother, Person Daughter, string Mandate)> FamilyAsync(
        MandateRole role = MandateRole.Proxy, IReadOnlyList<MandateAct>? acts = null, int days = 90, bool afterDeath = false)
    {
        var (mother, daughter) = (await ComesAsync("hanako"), await ComesAsync("jiro"));
        var offered = await mother.OfferAsync(daughter, mother.Wish(await daughter.CodeAsync(), role, acts, days, afterDeath));
        return (mother, daughter, await daughter.AcceptAsync(offered));
    }

    /// <summary>The entries of somebody's history.</summary>
    internal async Task<IReadOnlyList<LedgerEntry>> HistoryOfAsync(Person person)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(person.Id), -1, 1000, new Reader.Recovery(), CancellationToken.None))
        {
            entries.Add(entry.Entry);
        }

        return entries;
    }

    /// <summary>Moves the clock forward.</summary>
    internal void Later(TimeSpan by) => Time.Shift += by;

    /// <summary>A date from today in Tokyo.</summary>
    internal string Day(int days) =>
        TokyoTime.DateOf(Time.GetUtcNow()).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One resident: who she is at the provider, and her session of now.</summary>
internal sealed class Person(MandateCity town, string subject, string name, TestSession session)
{
    public static readonly IReadOnlyList<MandateAct> AllOfAProxy =
        [MandateAct.History, MandateAct.Records, MandateAct.Decline, MandateAct.Pause, MandateAct.Withdraw, MandateAct.Grant];

    public string Subject => subject;

    public string Name => name;

    public ResidentId Id { get; } = ResidentId.TryParse(session.Facts.ResidentId, out var id) ? id : default;

    public TestSession Session { get; private set; } = session;

    /// <summary>Signs in again, as herself or under a mandate.</summary>
    public async Task<TestSession> ComeAgainAsync(string? mandate = null)
    {
        var again = await town.Host.VisitAsync(town.Provider, subject);
        again.Mandate = mandate;
        return mandate is null ? Session = again : again;
    }

    public async Task<string> CodeAsync() => (await Session.CallAsync<CreateMandateCodeResponse>(
        MandateCity.Service + "CreateMandateCode", new CreateMandateCodeRequest { Name = "見本 次郎" })).Code;

    public GetMandateDocumentRequest Wish(
        string code, MandateRole role = MandateRole.Proxy, IReadOnlyList<MandateAct>? acts = null, int days = 90, bool afterDeath = false)
    {
        acts ??= role == MandateRole.Proxy ? AllOfAProxy : [MandateAct.History, MandateAct.Records, MandateAct.Pause, MandateAct.Withdraw];
        var wish = new GetMandateDocumentRequest
        {
            Code = code, Role = role, Acts = { acts }, LastDay = town.Day(days), AfterDeath = afterDeath, ResidentName = "見本 花子",
        };
        if (acts.Contains(MandateAct.Grant))
        {
            wish.Datasets.AddRange(["basic-four", "fhir-appointment"]);
        }

        return wish;
    }

    public Task<MandateDocument> ShowAsync(GetMandateDocumentRequest wish) =>
        Session.CallAsync<MandateDocument>(MandateCity.Service + "GetMandateDocument", wish);

    public async Task<string> OfferAsync(Person to, GetMandateDocumentRequest wish)
    {
        ArgumentNullException.ThrowIfNull(to);
        var shown = await ShowAsync(wish);
        return (await Session.CallAsync<OfferMandateResponse>(MandateCity.Service + "OfferMandate", OfferOf(shown, subject))).Mandate.MandateId;
    }

    /// <summary>An offer over a document by somebody's sign-in.</summary>
    public OfferMandateRequest OfferOf(MandateDocument shown, string by, byte[]? digest = null)
    {
        var set = EvidenceSet.Of([digest ?? shown.DocumentDigest.ToByteArray()]);
        return new OfferMandateRequest
        {
            MandateId = shown.MandateId,
            Document = shown.Document,
            Evidence = new Evidence
            {
                OidcStepUp = new OidcStepUp
                {
                    Digests = { set.Digests.Select(one => ByteString.CopyFrom(one)) }, IdToken = town.Provider.Token(by, Base64Url.Encode(set.Challenge)),
                },
            },
            RequestId = Actor.NewRequestId(),
        };
    }

    public async Task<string> AcceptAsync(string mandate) => (await Session.CallAsync<AcceptMandateResponse>(
        MandateCity.Service + "AcceptMandate", new AcceptMandateRequest { MandateId = mandate, RequestId = Actor.NewRequestId() })).Mandate.MandateId;

    public Task<Answer> EndAsync(string mandate) => Session.AskAsync(
        MandateCity.Service + "EndMandate", new EndMandateRequest { MandateId = mandate, RequestId = Actor.NewRequestId() });

    public async Task<IReadOnlyList<Mandate>> MandatesAsync() =>
        (await Session.CallAsync<ListMandatesResponse>(MandateCity.Service + "ListMandates", new ListMandatesRequest())).Mandates;

    /// <summary>The hospital asks her.</summary>
    public async Task<Protocol.V1.Consent> AskedAsync(string purpose = "hospital-registration@1") =>
        await town.Hospital.AskConsentAsync(await Session.ReferenceForAsync(town.Hospital), purpose);

    /// <summary>Says yes in a session with a sign-in.</summary>
    public async Task<Answer> GrantAsync(TestSession session, Protocol.V1.Consent item, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        var shown = await session.ShowAsync(item);
        return await session.GrantAsync(item, shown, TestSession.StepUp(town.Provider.Token(by ?? subject, TestSession.ChallengeOf(shown)), shown));
    }
}

[CollectionDefinition(nameof(MandateCity))]
public sealed class MandateCollection : ICollectionFixture<MandateCity>;
