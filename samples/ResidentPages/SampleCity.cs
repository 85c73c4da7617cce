using Microsoft.Extensions.Logging;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Server;
using Pds.Server.Hosting;
using Pds.Web;
using Pds.Web.Hosting;

namespace ResidentPages;

/// <summary>A city in one process: the server, the pages, the sample provider, and organisations with keys of their own. Gone when it ends.</summary>
internal sealed class SampleCity : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pds-pages-").FullName;
    private readonly string _passphrase = "sample-" + Guid.NewGuid().ToString("N");
    private readonly List<IDisposable> _owned = [];
    private CityServer _server = null!;

    public MovedTime Clock { get; } = new();

    public WebKeys Keys { get; private set; } = null!;

    public ResidentsWeb Web { get; private set; } = null!;

    public WebHost Host { get; private set; } = null!;

    public PdsClient Steward { get; private set; } = null!;

    /// <summary>Starts it, that far in the past.</summary>
    public static async Task<SampleCity> StartAsync(TimeSpan past, WebOptions options)
    {
        var city = new SampleCity();
        city.Clock.Shift = -past;
        options.Data = Path.Combine(city._folder, "web");

        // TLS looks at the machine's own clock, so the pages' certificate is of today.
        city.Keys = WebKeys.Open(options, city._passphrase, development: true, TimeProvider.System);
        city._owned.Add(city.Keys);
        city.Web = await ResidentsWeb.StartAsync(options, development: true, city.Keys, city.OpenAsync, Quiet, city.Clock);
        return city;
    }

    public async Task<PdsClient> EnrollAsync(string name)
    {
        var known = await Steward.Steward.ListOrganizationsAsync().FirstAsync(found => found.NameJa == name);
        return await EnrollAsync(name, await Steward.Steward.CreateEnrollmentCodeAsync(known.OrganizationId));
    }

    /// <summary>A vault for one of the sample people, and the letter's code used for her.</summary>
    public async Task<ResidentSession> VisitAsync(string person)
    {
        var opened = await Steward.Steward.CreateResidentAsync();
        var begun = await Host.StartSignInAsync();
        return await Host.LinkIdentityAsync(opened.DeviceCode, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge), begun.Challenge);
    }

    public async Task<ResidentSession> SignInAsync(string person)
    {
        var begun = await Host.StartSignInAsync();
        return await Host.SignInAsync(begun.Challenge, await PressedCard.IdTokenAsync(Web, Keys, person, begun.Challenge));
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        _owned.ForEach(one => one.Dispose());
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Quiet(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.None);

    private async Task<WebHost> OpenAsync(Uri issuer)
    {
        var keysFile = Path.Combine(_folder, "provider.jwks");
        using (var http = ProviderConnection.Open(Keys.Root))
        {
            await File.WriteAllBytesAsync(keysFile, await http.GetByteArrayAsync(new Uri(issuer, ".well-known/jwks")));
        }

        var options = new ServerOptions
        {
            Data = Path.Combine(_folder, "city"), Port = 0, IdentityIssuer = issuer.AbsoluteUri, IdentityKeys = keysFile, HeadsSeconds = 86_400,
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
