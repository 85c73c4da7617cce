using Pds.Client;
using Pds.Protocol.V1;

namespace Quickstart;

/// <summary>The people and organisations of the walk, each with its own keys and its own folder.</summary>
internal sealed class City : IDisposable
{
    private readonly ServerProcess _server;
    private readonly string _folder;
    private readonly Action<PdsClientOptions>? _adjust;
    private readonly Dictionary<string, PdsClient> _organizations = [];
    private readonly List<ResidentDevice> _devices = [];

    /// <param name="server">The running server of the city.</param>
    /// <param name="folder">Where the organisations keep their identities.</param>
    /// <param name="adjust">Changes the options of every organisation's client; null leaves the defaults.</param>
    public City(ServerProcess server, string folder, Action<PdsClientOptions>? adjust = null)
    {
        _server = server;
        _folder = folder;
        _adjust = adjust;
        Address = new CityAddress(server.Address, server.CityCaFile);
    }

    /// <summary>Opens every organisation's sealed key file; made up for this run, gone with it.</summary>
    public string Passphrase { get; } = "quickstart-" + Guid.NewGuid().ToString("N");

    public CityAddress Address { get; }

    public PdsClient Steward => this["むつ市 市民課"];

    public PdsClient this[string name] => _organizations[name];

    /// <summary>Enrols the city's own desk with the code that the first run left in a 0600 file.</summary>
    public Task<PdsClient> EnrollStewardAsync() => EnrollAsync("むつ市 市民課", _server.BootstrapCode);

    /// <summary>Registers an organisation if the catalogue does not know it yet, hands it a one-time code, and enrols it.</summary>
    public async Task<PdsClient> EnrollOrganizationAsync(string name, params OrganizationRole[] roles)
    {
        var known = await Steward.Steward.ListOrganizationsAsync().FirstOrDefaultAsync(found => found.NameJa == name);
        var organization = known ?? await Steward.Steward.RegisterOrganizationAsync(name, roles);
        var code = await Steward.Steward.CreateEnrollmentCodeAsync(organization.OrganizationId);
        return await EnrollAsync(name, code);
    }

    /// <summary>Opens a vault at the counter and enrols the resident's own device.</summary>
    public async Task<ResidentDevice> EnrollResidentAsync()
    {
        var opened = await Steward.Steward.CreateResidentAsync();
        var device = await ResidentDevice.EnrollAsync(Address, opened.DeviceCode);
        _devices.Add(device);
        return device;
    }

    public string IdentityFolderOf(string name) => Path.Combine(_folder, name.Replace(' ', '_'));

    public void Dispose()
    {
        _devices.ForEach(device => device.Dispose());
        foreach (var organization in _organizations.Values)
        {
            organization.Dispose();
        }
    }

    private async Task<PdsClient> EnrollAsync(string name, string code)
    {
        var options = new PdsClientOptions
        {
            Address = Address.Address,
            CityCaFile = Address.CityCaFile,
            IdentityFolder = IdentityFolderOf(name),
            Passphrase = Passphrase,
        };
        _adjust?.Invoke(options);
        return _organizations[name] = await PdsClient.EnrollAsync(options, code);
    }
}
