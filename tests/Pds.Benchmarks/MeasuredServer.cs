using Pds.Server;
using Pds.Server.Hosting;

namespace Pds.Benchmarks;

/// <summary>
/// The real server, and beside it in the same process, on a second port behind the same Kestrel settings, the two baselines. Prints the
/// two addresses and serves until its standard input closes.
/// </summary>
internal static class MeasuredServer
{
    public static async Task<int> RunAsync(string data)
    {
        var options = new ServerOptions { Data = data, Port = 0 };
        await using var city = await CityServer.StartAsync(options, development: true, logging => logging.SetMinimumLevel(LogLevel.Warning));
        await using var bare = await BareServer.StartAsync(city.Roles);
        Console.WriteLine(city.Address);
        Console.WriteLine(bare.Address);
        Console.WriteLine($"ready {Environment.ProcessId}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("grow ", StringComparison.Ordinal))
            {
                await Growing.ToAsync(city.Roles.Recorder, long.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture));
                Console.WriteLine($"size {city.Roles.Recorder.Latest.Size}");
            }
        }

        return 0;
    }
}
