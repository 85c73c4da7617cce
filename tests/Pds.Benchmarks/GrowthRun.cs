using Pds.Protocol.V1;

namespace Pds.Benchmarks;

/// <summary>The same work at growing ledger sizes: what a call and an append cost must not grow with the years behind them.</summary>
internal static class GrowthRun
{
    private const int Callers = 16;
    private const int CallsOfOne = 4000;
    private const double Allowed = 1.3;

    public static async Task<int> RunAsync(long[] sizes)
    {
        Console.WriteLine("Setting up a city of its own…");
        await using var city = await MeasuredCity.StartAsync(residents: 32);
        var (client, channel) = city.RawClient(city.City);
        using var close = channel;
        await using var ledger = await OwnLedger.OpenAsync();
        await CallAsync(city, client); // Warm.
        var table = new Table("entries", "RequestData ms", "× first", "append µs", "× first");
        (double Call, double Append)? first = null;
        foreach (var size in sizes)
        {
            Console.WriteLine($"Growing two ledgers to {size:#,0} entries…");
            await city.GrowAsync(size);
            await Growing.ToAsync(ledger.Recorder, size);
            var (call, append) = (await CallAsync(city, client), await AppendAsync(ledger));
            first ??= (call, append);
            table.Add(size.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), call, call / first.Value.Call, append, append / first.Value.Append);
            if (size != sizes[0])
            {
                Target.AtMost($"RequestData at {size} / at {sizes[0]}", call / first.Value.Call, Allowed);
                Target.AtMost($"append at {size} / at {sizes[0]}", append / first.Value.Append, Allowed);
            }
        }

        table.Print();
        return Target.ExitCode;
    }

    // Milliseconds of one call at full load: callers divided by rate. The median of three.
    private static async Task<double> CallAsync(MeasuredCity city, DisclosureService.DisclosureServiceClient client)
    {
        var costs = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var calls = await city.BuildCallsAsync(CallsOfOne);
            var sample = await Load.ClosedAsync(
                Callers, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(300), n => client.RequestDataAsync(calls[n]).ResponseAsync, calls.Length);
            costs.Add(Callers / sample.PerSecond * 1000);
        }

        return costs.Order().ElementAt(1);
    }

    private static async Task<double> AppendAsync(OwnLedger ledger)
    {
        var costs = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var sample = await Load.ClosedAsync(
                256, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1),
                async n => await ledger.Recorder.RecordAsync(Growing.Use(n, ledger.Recorder.Clock.GetUtcNow())));
            costs.Add(1_000_000 / sample.PerSecond);
        }

        return costs.Order().ElementAt(1);
    }
}
