using AuditPack;
using Microsoft.Extensions.Logging;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Server;
using Pds.Server.Hosting;
using Pds.Web;
using Pds.Web.Hosting;
using Pds.Web.SampleProvider;

namespace ResidentPages;

/// <summary>
/// A city in one process: the server, the pages, the sample provider, and organisations with keys of their own, all by one clock that is moved through
/// the past and then goes on as the machine's. Gone when it ends.
/// </summary>
internal sealed class SampleCity : IAsyncDisposable
{
    // An epoch of the heads is a day: five hundred lines for eighteen months.
    private const int HeadsSeconds = 86_400;
    private readonly string _folder = Directory.CreateTempSubdirectory("pds-pages-").FullName;
    private readonly string _passphrase = "sample-" + Guid.NewGuid().ToString("N");
    private readonly List<IDisposable> _owned = [];
    private readonly List<PdsClient> _organisations = [];
    private CityServer _server = null!;
    private readonly PlayedTime _time;

    private SampleCity(DateTimeOffset start)
    {
        Clock = new CityClock(start);
        _time = new PlayedTime(
            Clock, Path.Combine(_folder, "city", "log", "heads"), HeadsSeconds, () => Steward.Steward.GetOrganizationAsync(Steward.OrganizationId));
    }

    public CityClock Clock { get; }

    public WebKeys Keys { get; private set; } = null!;

    public ResidentsWeb Web { get; private set; } = null!;

    public WebHost Host { get; private set; } = null!;

    public PdsClient Steward { get; private set; } = null!;

    /// <summary>The numbers on people's letters, by their cards: the desk finds them by these.</summary>
    public Dictionary<string, string> Numbers { get; } = [];

    /// <summary>Where the machine that calls people back takes its codes from.</summary>
    public string VoiceFolder => Path.Combine(_folder, "city", "voice");

    /// <summary>Starts it, that far in the past.</summary>
    public static async Task<SampleCity> StartAsync(TimeSpan past, WebOptions options)
    {
        var city = new SampleCity(DateTimeOffset.UtcNow - past);
        options.Data = Path.Combine(city._folder, "web");

        // TLS looks at the machine's own clock, so the pages' certificate is of today.
        city.Keys = WebKeys.Open(options, city._passphrase, development: true, TimeProvider.System);
        city._owned.Add(city.Keys);
        city.Web = await ResidentsWeb.StartAsync(options, development: true, city.Keys, city.OpenAsync, Quiet, city.Clock);
        return city;
    }

    /// <summary>
    /// Moves the clock. On the way the server keeps its time and enters the heads of each day, as it would have through the night, and everybody renews
    /// their certificate in time.
    /// </summary>
    public Task MoveToAsync(DateTimeOffset time) => _time.MoveToAsync(time, async () =>
    {
        await Task.WhenAll(_organisations.Select(one => one.RenewCertificateAsync()));
        await Host.RenewCertificateAsync();
    });

    public async Task<PdsClient> EnrollAsync(string name)
    {
        var known = await Steward.Steward.ListOrganizationsAsync().FirstAsync(found => found.NameJa == name);
        return await EnrollAsync(name, await Steward.Steward.CreateEnrollmentCodeAsync(known.OrganizationId));
    }

    /// <summary>A vault for one of the sample people, and the letter's code used for her.</summary>
    public async Task<ResidentSession> VisitAsync(string person)
    {
        var opened = await Steward.Steward.CreateResidentAsync(telephone: "0175000000");
        Numbers[person] = opened.ResidentNumber;
        var begun = await Host.StartSignInAsync();
        return await Host.LinkIdentityAsync(opened.DeviceCode, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge), begun.Challenge);
    }

    public async Task<ResidentSession> SignInAsync(string person)
    {
        var begun = await Host.StartSignInAsync();
        return await Host.SignInAsync(begun.Challenge, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge));
    }

    /// <summary>Two clerks at the counter, one of the steward's office, one of the review board: they sign in at /staff.</summary>
    public async Task AddStaffAsync()
    {
        var board = await Steward.Steward.ListOrganizationsAsync().FirstAsync(found => found.NameJa == "むつ市 データ利用審査会");
        await AddStaffAsync("clerk-aoi", Steward.OrganizationId, StaffRole.Counter);
        await AddStaffAsync("clerk-midori", Steward.OrganizationId, StaffRole.Counter);
        await AddStaffAsync("steward", Steward.OrganizationId, StaffRole.Steward);
        await AddStaffAsync("reviewer", board.OrganizationId, StaffRole.Reviewer);
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        _owned.ForEach(one => one.Dispose());
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Quiet(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.None);

    /// <summary>A letter for one of the sample people, as two clerks make it; its code, in fours.</summary>
    public async Task<string> PrintLetterAsync(string person)
    {
        var order = await (await SignInStaffAsync("clerk-aoi")).Desk.OrderLetterAsync(Numbers[person]);
        var printed = await (await SignInStaffAsync("clerk-midori")).Desk.PrintLetterAsync(order.LetterId);
        return string.Join(' ', printed.Code.Chunk(4).Select(four => new string(four)));
    }

    private async Task<StaffSession> SignInStaffAsync(string person)
    {
        var begun = await Host.StartStaffSignInAsync();
        return await Host.SignInStaffAsync(begun.Challenge, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge));
    }

    private async Task AddStaffAsync(string person, string organizationId, StaffRole role)
    {
        var added = await Steward.Steward.AddStaffAsync(organizationId, SamplePerson.All.Single(one => one.Key == person).NameJa, [role]);
        var begun = await Host.StartStaffSignInAsync();
        await Host.LinkStaffAsync(added.LinkCode, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge), begun.Challenge);
    }

    private async Task<WebHost> OpenAsync(Uri issuer)
    {
        var keysFile = Path.Combine(_folder, "provider.jwks");
        using (var http = ProviderConnection.Open(Keys.Root))
        {
            await File.WriteAllBytesAsync(keysFile, await http.GetByteArrayAsync(new Uri(issuer, ".well-known/jwks")));
        }

        var options = new ServerOptions
        {
            Data = Path.Combine(_folder, "city"), Port = 0, IdentityIssuer = issuer.AbsoluteUri, IdentityKeys = keysFile, HeadsSeconds = HeadsSeconds,
        };
        _server = await CityServer.StartAsync(options, development: true, Quiet, Clock);
        Steward = await EnrollAsync("むつ市 市民課", (await File.ReadAllTextAsync(Path.Combine(options.Data, "bootstrap-code"))).Trim());
        var host = await Steward.Steward.RegisterOrganizationAsync("見本の市 住民の画面", [OrganizationRole.WebHost]);
        var code = await Steward.Steward.CreateEnrollmentCodeAsync(host.OrganizationId);
        return Host = await WebHost.OpenOrEnrollAsync(OptionsOf("web-host"), () => code, Clock);
    }

    private async Task<PdsClient> EnrollAsync(string name, string code)
    {
        var client = await PdsClient.EnrollAsync(OptionsOf(name), code, Clock);
        _owned.Add(client);
        _organisations.Add(client);
        return client;
    }

    private PdsClientOptions OptionsOf(string name) => new()
    {
        Address = _server.Address,
        CityCaFile = Path.Combine(_folder, "city", "ca.pem"),
        IdentityFolder = Path.Combine(_folder, name.Replace(' ', '_')),
        Passphrase = _passphrase,
    };
}
