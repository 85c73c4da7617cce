using System.Net;
using System.Net.Sockets;
using Pds.Client;
using Pds.Ledger;
using Pds.Protocol.V1;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>The real server as a child on its own folder, with a city enrolled at it; it can be killed and started again on the same port.</summary>
internal sealed class RunningCity : IAsyncDisposable
{
    public const string Hospital = "むつ総合病院";
    public const string Registration = "hospital-registration@1";

    private readonly string _work = Directory.CreateTempSubdirectory("pds-e2e-").FullName;
    private readonly int _port = FreePort();
    private readonly int _attempts;
    private ServerProcess? _server;

    private RunningCity(int attempts)
    {
        _attempts = attempts;
        Data = Directory.CreateDirectory(Path.Combine(_work, "server")).FullName;
        Organizations = Path.Combine(_work, "organizations");
    }

    /// <summary>The server's data folder.</summary>
    public string Data { get; }

    /// <summary>Folder of the organisations' identities and receipt books.</summary>
    public string Organizations { get; }

    /// <summary>Scratch space beside the data folder, gone with the city.</summary>
    public string Scratch => _work;

    public ServerProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    public City City { get; private set; } = null!;

    /// <summary>An organisation that may ask for consent and for data.</summary>
    public PdsClient Recipient => City[Hospital];

    /// <summary>The log's public key, pinned at the first start.</summary>
    public NoteVerifier Log { get; private set; } = null!;

    /// <summary>Where the public tree lies on disk.</summary>
    public string LogFolder => Path.Combine(Data, "log");

    /// <summary>A first run with its steward and one hospital enrolled.</summary>
    /// <param name="launch">What to start differently.</param>
    /// <param name="attempts">Attempts of one call of an organisation, the first included.</param>
    public static async Task<RunningCity> OpenAsync(Launch? launch = null, int attempts = 4)
    {
        var city = Prepare(attempts);
        try
        {
            await city.FirstRunAsync(launch);
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty data folder; nothing runs yet.</summary>
    public static RunningCity Prepare(int attempts = 4) => new(attempts);

    /// <summary>Starts the server for the first time and enrols the steward and the hospital.</summary>
    public async Task FirstRunAsync(Launch? launch = null)
    {
        await StartAsync(launch);
        City = new City(Server, Organizations, options => options.MaxAttempts = _attempts);
        await City.EnrollStewardAsync();
        await City.EnrollOrganizationAsync(Hospital, OrganizationRole.Recipient, OrganizationRole.Source);
        using var open = new PublicLog(Server.Address, Server.CityCaFile);
        Log = (await PublishedKeys.ReadAsync(open, Server.CityCaFile)).Log;
    }

    /// <summary>Starts the server on the folder as it is.</summary>
    public async Task StartAsync(Launch? launch = null) =>
        _server = await ServerProcess.StartAsync(ServerProgram.Path, Data, (launch ?? new Launch()) with { Port = _port });

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Server.KillAsync();
        await Server.DisposeAsync();
        _server = null;
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        var exitCode = await Server.StopAsync();
        await Server.DisposeAsync();
        _server = null;
        return exitCode;
    }

    /// <summary>A resident with the four basic items in her vault, known to the hospital.</summary>
    public async Task<Resident> EnrollResidentAsync(string name)
    {
        var device = await City.EnrollResidentAsync();
        var resident = new Resident(
            this, device, await device.IssueReferenceAsync(Recipient.OrganizationId), await device.IssueReferenceAsync(City.Steward.OrganizationId));
        await resident.WriteNameAsync(name);
        return resident;
    }

    public async ValueTask DisposeAsync()
    {
        City?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_work, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
