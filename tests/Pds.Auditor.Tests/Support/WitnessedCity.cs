using System.Net;
using System.Text;
using Pds.Ledger;
using Pds.TestCity;

namespace Pds.Auditor.Tests;

/// <summary>A city's data folder, its witnesses, and the city started on it as often as a test wants.</summary>
internal sealed class WitnessedCity : IAsyncDisposable
{
    private const string HealthPath = "/grpc.health.v1.Health/Check";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory folder = new();

    private WitnessedCity(NoteVerifier log, Council council) => (Log, Council) = (log, council);

    public NoteVerifier Log { get; }

    public Council Council { get; }

    public string Data => folder["city"];

    public City City { get; private set; } = null!;

    /// <summary>A first run makes the log's key; then the witnesses are told of it, and the city of them.</summary>
    public static async Task<WitnessedCity> OpenAsync(bool enrolSteward = true)
    {
        var data = new TemporaryDirectory();
        string vkey;
        await using (var first = await City.StartAsync(options => options.Data = data["city"], enrolSteward: false))
        {
            using var http = first.Open();
            vkey = (await http.GetStringAsync("/log.vkey")).Trim();
        }

        NoteVerifier.TryParse(vkey, out var log).Should().BeTrue();
        var opened = new WitnessedCity(log!, await Council.OpenAsync(vkey));
        Directory.Move(data["city"], opened.Data);
        data.Dispose();
        await opened.StartAsync(enrolSteward);
        return opened;
    }

    public async Task StartAsync(bool enrolSteward = false) => City = await City.StartAsync(
        options => (options.Data, options.WitnessPolicy, options.WitnessTimeoutSeconds) = (Data, Council.PolicyFile, 2), enrolSteward: enrolSteward);

    public async Task StopAsync() => await City.DisposeAsync();

    /// <summary>The newest checkpoint of the log itself.</summary>
    public async Task<Checkpoint> PublishedAsync()
    {
        using var http = City.Open();
        Checkpoint.TryOpen(await http.GetStringAsync("/log/checkpoint"), Log, out var checkpoint).Should().BeTrue();
        return checkpoint!;
    }

    /// <summary>The cosigned checkpoint, which must have the quorum; null when there is none.</summary>
    public async Task<Checkpoint?> CosignedAsync()
    {
        using var http = City.Open();
        using var answer = await http.GetAsync("/log/checkpoint.cosigned");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Council.Policy.TryOpen(await answer.Content.ReadAsStringAsync(), out var cosigned).Should().BeTrue("what is shown as cosigned has the quorum, always");
        return cosigned;
    }

    /// <summary>Waits until the quorum cosigned everything up to a size.</summary>
    public Task<Checkpoint> WaitForCosignedAsync(long size) => EventuallyAsync(async () => await CosignedAsync() is { } cosigned && cosigned.Size >= size ? cosigned : null);

    /// <summary>Whether the health service says SERVING.</summary>
    public async Task<bool> IsServingAsync(string service)
    {
        byte[] name = Encoding.ASCII.GetBytes(service);
        var answer = await City.Anybody.SendAsync(HealthPath, name.Length == 0 ? [] : [0x0a, (byte)name.Length, .. name], proof: null);
        return answer.Messages.Single() is [0x08, 1];
    }

    public Task WaitForHealthAsync(string service, bool serving) =>
        EventuallyAsync(async () => await IsServingAsync(service) == serving ? service : null);

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Council.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(200))
        {
            if (await look() is { } found)
            {
                return found;
            }
        }

        throw new Xunit.Sdk.XunitException($"It did not come about within {Patience.TotalSeconds} s.");
    }
}
