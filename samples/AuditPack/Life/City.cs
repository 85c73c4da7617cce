using Microsoft.Extensions.Logging;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Server;
using Pds.Server.Hosting;

namespace AuditPack;

/// <summary>
/// The city: the real server on real TLS in this process, and everybody's clients, all by one clock that is moved. Nothing of the server but its
/// start and its address is used; everything else goes through the SDK.
/// </summary>
internal sealed class City : IAsyncDisposable
{
    // An epoch of the heads is a day: 365 entries a year instead of 8,760, and still one in every line of the calendar.
    private const int HeadsSeconds = 86_400;
    private readonly CityServer _server;
    private readonly string _folder;
    private readonly string _passphrase;
    private readonly Dictionary<string, Organisation> _organisations = [];
    private Organisation _desk = null!;
    private readonly PlayedTime _time;

    private City(CityServer server, CityClock clock, string folder, string passphrase)
    {
        (_server, Clock, _folder, _passphrase) = (server, clock, folder, passphrase);
        Address = new CityAddress(server.Address, Path.Combine(DataFolder, "ca.pem"));
        _time = new PlayedTime(
            clock, Path.Combine(DataFolder, "log", "heads"), HeadsSeconds, () => _desk.Client.Steward.GetOrganizationAsync(_desk.Id));
    }

    /// <summary>The one clock.</summary>
    public CityClock Clock { get; }

    /// <summary>Where the server is, and whom to believe.</summary>
    public CityAddress Address { get; }

    /// <summary>Leaves of the public log, as its checkpoint says.</summary>
    public long LogSize => long.Parse(File.ReadLines(Path.Combine(DataFolder, "log", "checkpoint")).ElementAt(1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The server's data folder.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>The city's desk: steward, and source of the basic records.</summary>
    public Organisation Desk => _desk;

    /// <summary>An organisation by its key.</summary>
    public Organisation this[string key] => _organisations[key];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Organisation> Organisations => _organisations.Values;

    /// <summary>Starts the server in an empty folder, enrols the city's desk, every organisation of the source, and gets its purposes approved.</summary>
    public static async Task<City> FoundAsync(string folder, CityClock clock, OrganizationSource source)
    {
        var passphrase = "audit-pack-" + Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(Path.Combine(folder, "data"));

        // The data folder says by itself how it goes on: the length of an epoch is fixed by the first.
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "server.json"), $$"""{ "headsSeconds": {{HeadsSeconds}} }""" + "\n");
        var options = new ServerOptions { Data = Path.Combine(folder, "data"), Port = 0, HeadsSeconds = HeadsSeconds, ShutdownSeconds = 5 };
        var server = await CityServer.StartAsync(
            options, development: true, logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ServerLog(folder)), clock);
        var city = new City(server, clock, folder, passphrase);
        try
        {
            await city.EnrollAsync(source);
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Moves the clock. On the way the server keeps its time and enters the heads of each day, as it would have through the night.
    /// </summary>
    public Task MoveToAsync(DateTimeOffset time) => _time.MoveToAsync(time);

    /// <summary>Moves the clock a little.</summary>
    public Task MoveByAsync(TimeSpan time) => MoveToAsync(Clock.GetUtcNow() + time);

    /// <summary>Opens a vault at the desk and enrols the resident's own device.</summary>
    public async Task<ResidentDevice> EnrollResidentAsync()
    {
        var opened = await _desk.Client.Steward.CreateResidentAsync();
        return await ResidentDevice.EnrollAsync(Address, opened.DeviceCode, Clock);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var organisation in _organisations.Values.Append(_desk).OfType<Organisation>())
        {
            organisation.Client.Dispose();
        }

        await _server.DisposeAsync();
    }

    private async Task EnrollAsync(OrganizationSource source)
    {
        var code = (await File.ReadAllTextAsync(Path.Combine(DataFolder, "bootstrap-code"))).Trim();
        _desk = new Organisation("desk", await OpenAsync("desk", code));
        var known = await _desk.Client.Steward.ListOrganizationsAsync().ToListAsync();
        foreach (var entry in source.Organizations)
        {
            var organization = known.FirstOrDefault(found => found.NameJa == entry.Name)
                ?? await _desk.Client.Steward.RegisterOrganizationAsync(entry.Name, entry.Roles.Select(Enum.Parse<OrganizationRole>));
            var client = await OpenAsync(entry.Key, await _desk.Client.Steward.CreateEnrollmentCodeAsync(organization.OrganizationId));
            _organisations[entry.Key] = new Organisation(entry.Key, client);
        }

        foreach (var purpose in source.Purposes)
        {
            await new Declaration(this).DeclareAsync(purpose, Clock.GetUtcNow());
        }

        await foreach (var purpose in _desk.Client.ListPurposesAsync())
        {
            if (purpose.State == PurposeState.Approved && Organisations.FirstOrDefault(o => o.Id == purpose.Recipient) is { } recipient)
            {
                recipient.Purposes[purpose.Code] = purpose;
            }
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "organizations", "passphrase"), _passphrase + "\n");
    }

    private Task<PdsClient> OpenAsync(string key, string code) => PdsClient.EnrollAsync(
        new PdsClientOptions
        {
            Address = Address.Address,
            CityCaFile = Address.CityCaFile,
            IdentityFolder = Path.Combine(_folder, "organizations", key),
            Passphrase = _passphrase,
        },
        code,
        Clock);
}
