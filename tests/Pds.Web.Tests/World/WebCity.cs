using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Hosting;
using Pds.Web.SampleProvider;
using Quickstart;
using ResidentPages;
using TestStore = Pds.TestCity.City;

namespace Pds.Web.Tests.World;

/// <summary>
/// The whole of it: the real server, the real pages, the real provider, organisations with real keys, and people. 花子 and 太郎 have been here
/// before; さくら has her letter and comes for the first time. Two clerks, one of the steward's office and one of the review board sign in as staff.
/// </summary>
public sealed class WebCity : IAsyncDisposable
{
    /// <summary>Another name these pages answer to.</summary>
    public const string OtherName = "pages.example";

    private const string Passphrase = "tests-passphrase-tests";
    private readonly string _folder = Directory.CreateTempSubdirectory("pds-web-").FullName;
    private readonly int _port = QuietPort();
    private readonly List<IDisposable> _owned = [];
    private PdsClient? _board;

    internal MovedTime Clock { get; } = new();

    internal WebKeys Keys { get; private set; } = null!;

    internal TestStore City { get; private set; } = null!;

    internal ResidentsWeb Web { get; private set; } = null!;

    internal WebHost Host { get; private set; } = null!;

    internal PdsClient Steward { get; private set; } = null!;

    internal PdsClient Hospital { get; private set; } = null!;

    internal ResidentSession Hanako { get; set; } = null!;

    internal ResidentSession Taro { get; private set; } = null!;

    /// <summary>さくら's letter.</summary>
    internal string Letter { get; private set; } = "";

    /// <summary>What the hospital calls 花子.</summary>
    internal string Reference { get; private set; } = "";

    internal static async Task<WebCity> StartAsync()
    {
        var world = new WebCity();
        var options = new WebOptions
        {
            Data = Path.Combine(world._folder, "web"), Port = world._port, SampleProviderPort = 0, Hosts = ["localhost", OtherName],
        };
        world.Keys = WebKeys.Open(options, Passphrase, development: true, world.Clock);
        world._owned.Add(world.Keys);
        world.Web = await ResidentsWeb.StartAsync(options, development: true, world.Keys, world.OpenCityAsync, Logging, world.Clock);
        await world.SettleAsync();
        return world;
    }

    /// <summary>
    /// The hospital asks 花子 for three things: her name for the desk, her appointments, her illnesses. What an earlier fact left waiting or in force
    /// is ended first, because the same is not asked for twice.
    /// </summary>
    internal async Task<ConsentRequest> AskAsync()
    {
        await ClearAsync();
        return await Hospital.RequestConsentAsync(Reference, ["hospital-registration@1", "hospital-booking@1", "hospital-history@1"]);
    }

    /// <summary>Ends what waits or is in force.</summary>
    internal async Task ClearAsync() => await ClearAsync(Hanako = await SignInAsync("hanako"));

    /// <summary>The same for anybody.</summary>
    internal static async Task ClearAsync(ResidentSession session)
    {
        await foreach (var request in session.ListRequestsAsync())
        {
            foreach (var item in request.Items.Where(item => item.State == ConsentState.Requested))
            {
                await session.DeclineAsync(item);
            }
        }

        await foreach (var consent in session.ListConsentsAsync())
        {
            if (consent.State is ConsentState.Active or ConsentState.Paused)
            {
                await session.WithdrawAsync(consent.GrantId);
            }
        }
    }

    /// <summary>What the machine says to the registered number in a call.</summary>
    internal string Spoken(string call) => File.ReadAllLines(Path.Combine(City.Data, "voice", call))[1];

    /// <summary>花子 says yes to the hospital's desk, without the pages. Returns the consent.</summary>
    internal async Task<string> GrantAsync()
    {
        return await GrantAsync(await AskAsync());
    }

    /// <summary>花子 says yes to the first item of a request, without the pages. Returns the consent.</summary>
    internal async Task<string> GrantAsync(ConsentRequest asked)
    {
        var request = await Hanako.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId);
        var shown = await Hanako.ShowDocumentAsync(request.Items[0]);
        var sitting = Hanako.SittingOf([shown]);
        var given = await Hanako.GrantAsync([shown], sitting.WithIdToken(await PressedCard.IdTokenAsync(Web, Keys, "hanako", sitting.Challenge)));
        given.Single().Refused.Should().BeNull();
        return shown.Item.GrantId;
    }

    /// <summary>花子 says yes to all three things the hospital asks for, in one sitting. Returns the consents in that order.</summary>
    internal async Task<IReadOnlyList<string>> GrantAllAsync()
    {
        var asked = await AskAsync();
        var request = await Hanako.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId);
        var shown = new List<ShownDocument>();
        foreach (var item in request.Items)
        {
            shown.Add(await Hanako.ShowDocumentAsync(item));
        }

        var sitting = Hanako.SittingOf(shown);
        var given = await Hanako.GrantAsync(shown, sitting.WithIdToken(await PressedCard.IdTokenAsync(Web, Keys, "hanako", sitting.Challenge)));
        given.Should().OnlyContain(one => one.Refused == null);
        return [.. shown.Select(document => document.Item.GrantId)];
    }

    /// <summary>Registers and enrols an organisation of any name: a recipient unless said otherwise.</summary>
    internal async Task<PdsClient> EnrollNewAsync(string name, OrganizationRole role = OrganizationRole.Recipient)
    {
        var made = await Steward.Steward.RegisterOrganizationAsync(name, [role]);
        return await EnrollAsync("new-" + made.OrganizationId, await Steward.Steward.CreateEnrollmentCodeAsync(made.OrganizationId));
    }

    /// <summary>The review board approves a version of a purpose.</summary>
    internal async Task ApproveAsync(string code, int version = 1)
    {
        _board ??= await EnrollKnownAsync("むつ市 データ利用審査会");
        var proposed = await _board.ListPurposesAsync().SingleAsync(purpose => purpose.Code == code && purpose.Version == version);
        await _board.Steward.ReviewPurposeAsync(proposed, ReviewVerdict.Approve, "試験のため。");
    }

    /// <summary>A session made without the pages.</summary>
    internal async Task<ResidentSession> SignInAsync(string person)
    {
        var begun = await Host.StartSignInAsync();
        return await Host.SignInAsync(begun.Challenge, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge));
    }

    /// <summary>A session of staff made without the pages.</summary>
    internal async Task<StaffSession> SignInStaffAsync(string person)
    {
        var begun = await Host.StartStaffSignInAsync();
        return await Host.SignInStaffAsync(begun.Challenge, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge));
    }

    /// <summary>A letter for one of the sample people, as two clerks make it.</summary>
    internal async Task<PrintedLetter> PrintLetterAsync(string person)
    {
        var order = await (await SignInStaffAsync("clerk-aoi")).Desk.OrderLetterAsync(Numbers[person]);
        return await (await SignInStaffAsync("clerk-midori")).Desk.PrintLetterAsync(order.LetterId);
    }

    /// <summary>The hospital asks one of the sample people for one thing, and she says yes, without the pages. Returns the consent.</summary>
    internal async Task<string> GrantAsync(ResidentSession session, string person, string purpose)
    {
        var asked = await Hospital.RequestConsentAsync(await session.IssueReferenceAsync(Hospital.OrganizationId), [purpose]);
        var shown = await session.ShowDocumentAsync((await session.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId)).Items[0]);
        var sitting = session.SittingOf([shown]);
        var given = await session.GrantAsync([shown], sitting.WithIdToken(await PressedCard.IdTokenAsync(Web, Keys, person, sitting.Challenge)));
        given.Single().Refused.Should().BeNull();
        return shown.Item.GrantId;
    }

    /// <summary>Admits one of the sample people to the staff, and the code used.</summary>
    internal async Task<StaffSession> AddStaffAsync(string person, string organizationId, StaffRole role, string sectionId = "")
    {
        var added = await Steward.Steward.AddStaffAsync(organizationId, SamplePerson.All.Single(one => one.Key == person).NameJa, [role], sectionId);
        var begun = await Host.StartStaffSignInAsync();
        return await Host.LinkStaffAsync(added.LinkCode, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge), begun.Challenge);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        _owned.ForEach(one => one.Dispose());
        await City.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Below what a kernel gives to connections, so that none of ours takes it before the pages listen: the server must know their origin first.
    private static int QuietPort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there: another one.
            }
        }
    }

    private static void Logging(ILoggingBuilder logging)
    {
        if (Environment.GetEnvironmentVariable("PDS_WEB_TEST_LOG") is { Length: > 0 })
        {
            logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Information);
        }
    }

    private async Task<WebHost> OpenCityAsync(Uri issuer)
    {
        var keysFile = Path.Combine(_folder, "provider.jwks");
        using (var http = ProviderConnection.Open(Keys.Root))
        {
            // The provider's first answer takes long where everything else starts beside it.
            http.Timeout = TimeSpan.FromMinutes(2);
            await File.WriteAllBytesAsync(keysFile, await http.GetByteArrayAsync(new Uri(issuer, ".well-known/jwks")));
        }

        City = await TestStore.StartAsync(
            server =>
            {
                (server.IdentityIssuer, server.IdentityKeys, server.SmtpHost) = (issuer.AbsoluteUri, keysFile, "localhost");
                (server.PasskeyRpId, server.PasskeyOrigins) = ("localhost", [$"https://localhost:{_port}"]);
            },
            wall: Clock, enrolSteward: false);
        Steward = await EnrollAsync("むつ市 市民課", (await File.ReadAllTextAsync(Path.Combine(City.Data, "bootstrap-code"))).Trim());
        var host = await Steward.Steward.RegisterOrganizationAsync("むつ市 住民の画面", [OrganizationRole.WebHost]);
        var code = await Steward.Steward.CreateEnrollmentCodeAsync(host.OrganizationId);
        return Host = await WebHost.OpenOrEnrollAsync(OptionsOf("web-host"), () => code, Clock);
    }

    private async Task SettleAsync()
    {
        var board = await Steward.Steward.ListOrganizationsAsync().FirstAsync(found => found.NameJa == "むつ市 データ利用審査会");
        await AddStaffAsync("clerk-aoi", Steward.OrganizationId, StaffRole.Counter);
        await AddStaffAsync("clerk-midori", Steward.OrganizationId, StaffRole.Counter);
        await AddStaffAsync("steward", Steward.OrganizationId, StaffRole.Steward);
        await AddStaffAsync("reviewer", board.OrganizationId, StaffRole.Reviewer);
        Hospital = await EnrollKnownAsync("むつ総合病院");
        Hanako = await VisitAsync("hanako");
        Taro = await VisitAsync("taro");
        Letter = (await Steward.Steward.CreateResidentAsync()).DeviceCode;
        Reference = await Hanako.IssueReferenceAsync(Hospital.OrganizationId);
        var toCity = await Hanako.IssueReferenceAsync(Steward.OrganizationId);
        await Steward.WriteRecordAsync(SampleRecords.BasicFour(
            toCity, "見本 花子", "ミホン ハナコ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1944, 3, 3), "女"));
        await Hospital.WriteRecordAsync(SampleRecords.Appointment(Reference));
        await Hospital.WriteRecordAsync(SampleRecords.Condition(Reference));
        await Steward.WriteRecordAsync(SampleRecords.BasicFour(
            await Taro.IssueReferenceAsync(Steward.OrganizationId), "見本 太郎", "ミホン タロウ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1985, 7, 21), "男"));
    }

    /// <summary>Her number on the letter, by the card.</summary>
    internal Dictionary<string, string> Numbers { get; } = [];

    /// <summary>A vault for one of the sample people, with a landline, and the letter's code used for her.</summary>
    internal async Task<ResidentSession> VisitAsync(string person)
    {
        var opened = await Steward.Steward.CreateResidentAsync(telephone: "0175123456");
        Numbers[person] = opened.ResidentNumber;
        var begun = await Host.StartSignInAsync();
        return await Host.LinkIdentityAsync(opened.DeviceCode, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge), begun.Challenge);
    }

    internal async Task<PdsClient> EnrollKnownAsync(string name)
    {
        var known = await Steward.Steward.ListOrganizationsAsync().FirstAsync(found => found.NameJa == name);
        return await EnrollAsync(name, await Steward.Steward.CreateEnrollmentCodeAsync(known.OrganizationId));
    }

    /// <summary>Enrols with a one-time code.</summary>
    internal async Task<PdsClient> EnrollAsync(string name, string code)
    {
        var client = await PdsClient.EnrollAsync(OptionsOf(name), code, Clock);
        _owned.Add(client);
        return client;
    }

    private PdsClientOptions OptionsOf(string name) => new()
    {
        Address = City.Address, CityCaFile = City.CityCaFile, IdentityFolder = Path.Combine(_folder, name.Replace(' ', '_')), Passphrase = Passphrase,
    };
}
